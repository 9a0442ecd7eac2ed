package io.baton.dispatcher;

import java.util.List;
import java.util.Optional;

/**
 * What a dispatcher has done and what is still there.
 *
 * @param drained whether nothing was queued, running or scheduled
 * @param handled deliveries that ended well, since the start
 * @param failed deliveries that failed for good
 * @param unrouted events that no route took
 * @param dead dead letters that are kept
 * @param openJoins joins that still wait for parts
 * @param dropped deliveries that were dropped because a mailbox was full
 * @param unkeyed deliveries on routes ordered by key whose events had none, and so came in no order
 * @param beyondBound events of agents that were taken although a mailbox was full
 * @param droppedParts parts that a join did not keep: late, duplicate and superfluous ones
 * @param queued events that were accepted and not yet routed
 * @param scheduled what waits for its time: delayed events, limits of joins and further attempts
 * @param remaining what is queued and running, by agent; empty when drained
 * @param failure why the dispatcher itself has failed, if it has
 */
public record DrainReport(
    boolean drained,
    long handled,
    long failed,
    long unrouted,
    int dead,
    int openJoins,
    long dropped,
    long unkeyed,
    long beyondBound,
    long droppedParts,
    long queued,
    long scheduled,
    List<Remaining> remaining,
    Optional<String> failure) {

  /** Copies. */
  public DrainReport {
    remaining = List.copyOf(remaining);
  }

  /**
   * What one agent still has to do.
   *
   * @param agent the name of its route
   * @param queued deliveries that wait for it
   * @param running deliveries that it works on, also when their time was up or their run cancelled
   * @param resting deliveries that wait to be tried again, or for their place in a rate
   */
  public record Remaining(String agent, long queued, long running, long resting) {}
}
