package io.baton.agents;

import io.baton.events.Event;
import io.baton.events.EventId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join that has just closed and whose answer is to be made: once, and again with the same parts
 * if that failed. What engines work with; users never need it.
 */
public final class JoinClosing implements Arrival {

  JoinClosing() {
    throw new AssertionError("stub");
  }

  /** What had come and what had not. */
  public Parts parts() {
    throw new AssertionError("stub");
  }

  /** The ids of all parts, in the order of the slots, then of arrival. */
  public List<EventId> causes() {
    throw new AssertionError("stub");
  }

  /** How often a join of this key had closed before: 0 the first time. */
  public int firing() {
    throw new AssertionError("stub");
  }

  /** A 128-bit value that is the same for the same key, from which the id of the output is made. */
  public EventId key() {
    throw new AssertionError("stub");
  }

  /**
   * Calls the function that the join was given for this case, which may block. Where parts are
   * missing and there is no function for that, it is a {@code JoinTimedOut}.
   *
   * @throws Exception what that function throws
   */
  public List<? extends Event> answer(AgentContext context) throws Exception {
    throw new AssertionError("stub");
  }

  /** The part that opened the join. */
  @Override
  public Event event() {
    throw new AssertionError("stub");
  }

  @Override
  public long idHigh() {
    throw new AssertionError("stub");
  }

  @Override
  public long idLow() {
    throw new AssertionError("stub");
  }

  @Override
  public long correlationHigh() {
    throw new AssertionError("stub");
  }

  @Override
  public long correlationLow() {
    throw new AssertionError("stub");
  }

  /** The run of the part that opened the join, which owns it. */
  @Override
  public @Nullable Object owner() {
    throw new AssertionError("stub");
  }

  /** The hops of the highest part. */
  @Override
  public int hops() {
    throw new AssertionError("stub");
  }

  /** The earliest deadline of the parts. */
  @Override
  public long deadlineMillis() {
    throw new AssertionError("stub");
  }
}
