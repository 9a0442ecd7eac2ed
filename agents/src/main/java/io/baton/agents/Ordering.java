package io.baton.agents;

/** Which deliveries to one route come one after the other, in the order of dispatch. */
public enum Ordering {
  /** None: as many at once as the route's concurrency allows. */
  NONE,
  /** Those of one correlation. */
  BY_CORRELATION,
  /** Those of one key: of a {@link io.baton.events.Keyed} event, or by the route's function. */
  BY_KEY,
  /** All: the agent is never called twice at once. */
  SERIAL
}
