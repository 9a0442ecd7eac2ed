package io.baton.dispatcher;

import io.baton.agents.AskFailedException;
import io.baton.agents.RunReport;
import io.baton.events.Event;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * What a caller wants to know of a run. It is told of the run's events by the dispatcher's thread,
 * and of the run's end by whoever ends it.
 *
 * @param <T> what is answered
 */
abstract sealed class Question<T> permits FirstOf, AllOf {

  private final Class<? extends Event> type;
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  Question(Class<? extends Event> type) {
    this.type = Objects.requireNonNull(type, "type must not be null");
  }

  /** Whether an event is one of those that are asked for. */
  final boolean wants(Event event) {
    return type.isInstance(event);
  }

  /** Takes an event that is wanted. Called by the dispatcher's thread. */
  abstract void take(Event event);

  /** The run is over; if that leaves the question open, it has failed. */
  abstract void runEnded(RunState run);

  final Class<? extends Event> type() {
    return type;
  }

  /** The answer as it will come; not for callers outside, whose callbacks must not run here. */
  final CompletableFuture<T> answer() {
    return answer;
  }

  final void fail(RunState run) {
    RunReport report = run.report();
    answer.completeExceptionally(
        new AskFailedException("no " + type.getSimpleName() + ": " + report, report));
  }
}
