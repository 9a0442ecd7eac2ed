package io.baton.dispatcher;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a dispatcher has done and what is still there.
 *
 * @param drained whether nothing was queued, running or scheduled
 * @param handled deliveries that ended well, since the start
 * @param failed deliveries that failed for good, and spawned code that failed
 * @param unrouted events that no route took
 * @param dead dead letters that are kept
 * @param openJoins joins that still wait for parts
 * @param dropped deliveries that were dropped because a mailbox was full
 * @param unkeyed deliveries on routes ordered by key whose events had none, and so came in no order
 * @param beyondBound events of agents that were taken although a mailbox was full
 * @param droppedParts parts that a join did not keep: late, duplicate and superfluous ones
 * @param stalls waits by means of Baton on the dispatcher's own thread, which held up all routing
 * @param queued events that were accepted and not yet routed
 * @param scheduled what waits for its time: delayed events, limits of joins and further attempts
 * @param runs runs of callers outside that have not ended
 * @param remaining what each agent still has to do, also those whose routes were removed; when
 *     drained, only joins that nothing is sure to close
 * @param spawned the names of spawned code that has not ended
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
    long stalls,
    long queued,
    long scheduled,
    int runs,
    List<Remaining> remaining,
    List<String> spawned,
    Optional<String> failure) {

  /** Copies. */
  public DrainReport {
    remaining = List.copyOf(remaining);
    spawned = List.copyOf(spawned);
  }

  /** One line: first what is left and where, then what was done. */
  @Override
  public String toString() {
    return new Line()
        .add(drained ? "drained" : "not drained")
        .add(failure.map(why -> "failed: " + why).orElse(""))
        .add(remaining.stream().map(Remaining::toString).collect(Collectors.joining("; ")))
        .add(spawned.isEmpty() ? "" : "spawned and not ended: " + spawned)
        .add(queued, "events not routed yet")
        .add(scheduled, "waiting for their time")
        .add(runs, "runs")
        .add(handled + " handled, " + failed + " failed, " + unrouted + " unrouted")
        .add(dead, "dead letters")
        .add(dropped, "dropped at full mailboxes")
        .add(beyondBound, "taken beyond the bound of a mailbox")
        .add(unkeyed, "in no order for want of a key")
        .add(droppedParts, "parts dropped by joins")
        .add(stalls, "waits on the dispatcher's own thread")
        .toString();
  }

  /**
   * What one agent still has to do.
   *
   * @param agent the name of its route
   * @param queued deliveries that wait for it
   * @param running deliveries that it works on, also when their time was up or their run cancelled
   * @param retrying deliveries that wait to be tried again, or for their place in a rate
   * @param delayed events that it wants to be published later
   * @param openJoins if it is a join, those that wait for parts
   */
  public record Remaining(
      String agent, long queued, long running, long retrying, long delayed, int openJoins) {

    /** What is only queued or running. */
    public Remaining(String agent, long queued, long running) {
      this(agent, queued, running, 0, 0, 0);
    }

    boolean isNothing() {
      return isIdle() && openJoins == 0;
    }

    /** Whether nothing of it will come true by itself. */
    boolean isIdle() {
      return queued + running + retrying + delayed == 0;
    }

    /** The agent and what there is, such as {@code cook: 3 queued, 1 running}. */
    @Override
    public String toString() {
      return agent
          + ": "
          + new Line(", ")
              .add(queued, "queued")
              .add(running, "running")
              .add(retrying, "retrying")
              .add(delayed, "delayed")
              .add(openJoins, "open joins");
    }
  }

  /** The parts of a line, without the empty ones. Not thread-safe. */
  private static final class Line {

    private final StringBuilder text = new StringBuilder();
    private final String separator;

    Line() {
      this("; ");
    }

    Line(String separator) {
      this.separator = separator;
    }

    Line add(String part) {
      if (!part.isEmpty()) {
        text.append(text.isEmpty() ? "" : separator).append(part);
      }
      return this;
    }

    Line add(long count, String what) {
      return count == 0 ? this : add(count + " " + what);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
