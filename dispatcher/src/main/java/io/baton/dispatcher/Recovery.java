package io.baton.dispatcher;

import io.baton.agents.AgentContext;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;

/** What becomes of a delivery that has failed and that its route does not try again by itself. */
public sealed interface Recovery {

  /**
   * It is tried again after a delay, whatever the route's {@link Retry} says. A handler that always
   * says so never gives up: {@code context.attempt()} tells how often it was tried.
   *
   * @param delay how long to wait; zero for not at all
   */
  record RetryAfter(Duration delay) implements Recovery {

    /** Checks. */
    public RetryAfter {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay must not be negative, but is " + delay);
      }
    }
  }

  /**
   * These events take the place of the agent's answer, and the delivery counts as handled.
   *
   * @param events what is published; may be empty
   */
  record Replace(List<Event> events) implements Recovery {

    /** Copies. */
    public Replace {
      events = List.copyOf(events);
    }
  }

  /** It becomes a dead letter, as it does where a route has no handler. */
  record Bury() implements Recovery {}

  /**
   * It becomes a dead letter and its run ends as failed: who waits for it is told, and what else
   * goes on in it is stopped. Without a run it is a {@link Bury}.
   *
   * @param reason why, for the run's report
   */
  record FailRun(String reason) implements Recovery {}

  /**
   * Says what becomes of a failed delivery.
   *
   * @param <E> the type of event that its route takes
   */
  @FunctionalInterface
  interface Handler<E extends Event> {

    /**
     * Called when the last attempt that the route's {@link Retry} allows has failed, on a thread of
     * the route's, and after the agent has really ended. It may block as long as the route's
     * time-out says. What it changes in memory, or publishes later, by the context is done if it
     * answers {@link Replace}. If it throws, or answers null, the delivery becomes a dead letter
     * for the cause that it was given.
     *
     * @param event the event
     * @param cause why the last attempt failed
     * @param context a context of its own, with the number of the attempt that failed
     * @throws Exception if it does not know
     */
    Recovery recover(E event, Throwable cause, AgentContext context) throws Exception;
  }
}
