package io.baton.tracing;

import java.util.List;

/**
 * How full a dispatcher is: a picture of some moment near now.
 *
 * @param ringSize how many events fit into the ring
 * @param queued events that were accepted and not yet routed
 * @param scheduled what waits for its time: delayed events, limits of joins and further attempts
 * @param runs runs of callers outside that have not ended
 * @param deadLetters dead letters that are kept
 * @param tracesLost trace events that some tracer was too slow for, or too late, so far
 * @param routes what there is of each route, in the order in which they were added; also of removed
 *     ones that still have work
 */
public record Gauges(
    int ringSize,
    long queued,
    long scheduled,
    int runs,
    int deadLetters,
    long tracesLost,
    List<OfRoute> routes) {

  /** Copies. */
  public Gauges {
    routes = List.copyOf(routes);
  }

  /** Deliveries that are queued, running or waiting to be tried again, in all routes. */
  public long inFlight() {
    return routes.stream().mapToLong(OfRoute::inFlight).sum();
  }

  /** Joins that wait for parts, in all routes. */
  public long openJoins() {
    return routes.stream().mapToLong(OfRoute::openJoins).sum();
  }

  /**
   * What there is of one route.
   *
   * @param agent the name of the route
   * @param types the simple names of the types of event that it takes
   * @param emits the simple names of the types of event that it says it answers; empty if it does
   *     not say
   * @param isJoin whether its agent joins events
   * @param queued deliveries that wait for the agent
   * @param running deliveries that the agent works on
   * @param retrying deliveries that wait to be tried again, or for their place in a rate
   * @param openJoins if it is a join, those that wait for parts
   */
  public record OfRoute(
      String agent,
      List<String> types,
      List<String> emits,
      boolean isJoin,
      long queued,
      long running,
      long retrying,
      long openJoins) {

    /** Copies. */
    public OfRoute {
      types = List.copyOf(types);
      emits = List.copyOf(emits);
    }

    /** Deliveries that are queued, running or waiting to be tried again. */
    public long inFlight() {
      return queued + running + retrying;
    }
  }
}
