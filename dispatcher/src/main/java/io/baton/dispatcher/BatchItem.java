package io.baton.dispatcher;

import io.baton.agents.AgentContext;
import io.baton.agents.Item;
import io.baton.events.Event;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An item of a batch, which keeps what the agent says of it until the agent has ended. */
final class BatchItem implements Item<Event> {

  private static final Event[] NONE = {};

  private final ItemCall call;
  private final Event event;

  // Guarded by this.
  private Event @Nullable [] answer;
  private @Nullable Throwable failure;
  private boolean isClosed;

  BatchItem(ItemCall call) {
    this.call = call;
    event = call.delivery().message().event();
  }

  @Override
  public Event event() {
    return event;
  }

  @Override
  public AgentContext context() {
    return call;
  }

  @Override
  public synchronized void answer(Event... events) {
    Event[] copy = events.clone();
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] == null) {
        throw Answers.nullAt(i, copy.length);
      }
    }
    refuseIfOver("answered");
    if (answer != null) {
      throw refused("answered", "was answered already");
    }
    answer = copy;
  }

  @Override
  public synchronized void fail(Throwable cause) {
    Objects.requireNonNull(cause, "the cause of a failure must not be null");
    refuseIfOver("failed");
    failure = cause;
  }

  private void refuseIfOver(String what) {
    if (isClosed) {
      throw refused(what, "belongs to a batch that is over");
    }
    if (failure != null) {
      throw refused(what, "has failed already");
    }
  }

  private IllegalStateException refused(String what, String why) {
    return new IllegalStateException(
        "the "
            + event.getClass().getSimpleName()
            + " cannot be "
            + what
            + " by "
            + call.route().name()
            + ", since it "
            + why);
  }

  /** The agent has ended, and failed with all items if there is a cause. Settles the item. */
  void close(@Nullable Throwable cause) {
    Throwable why;
    Event[] events;
    synchronized (this) {
      isClosed = true;
      why = failure == null ? cause : failure;
      events = answer == null ? NONE : answer;
    }
    if (why == null) {
      call.answer(events);
    } else {
      call.fail(why);
    }
  }

  ItemCall call() {
    return call;
  }
}
