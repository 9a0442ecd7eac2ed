package io.baton.dispatcher;

/**
 * Something in a router that cannot work, found before anything runs.
 *
 * @param kind what kind of problem it is
 * @param message what is wrong, with the names of routes and types
 */
public record Problem(Kind kind, String message) {

  /** The kinds of problem. */
  public enum Kind {
    /** A permitted subtype of a sealed event type, which nobody handles. */
    UNHANDLED_SUBTYPE,
    /** A join with a slot for events that nobody makes. */
    JOIN_CANNOT_COMPLETE,
    /** A declared emission that nobody takes. */
    EMISSION_NOT_TAKEN,
    /**
     * A loop of declared emissions that nothing declared can end. It need not be wrong, since an
     * agent may answer with nothing; if it never does, the loop ends at the most hops of its run.
     */
    ENDLESS_LOOP
  }
}
