package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** An answer that a function has given already. */
record DetachedAnswer<T>(CompletableFuture<T> result) implements Answer<T> {

  @SuppressWarnings("NullAway") // a test's function may well answer null
  static <T extends Event> Answer<T> of(
      Function<Event, Event> answers, Event question, Class<T> type, CorrelationId correlation) {
    try {
      Event answer = answers.apply(question);
      return new DetachedAnswer<>(
          type.isInstance(answer)
              ? CompletableFuture.completedFuture(type.cast(answer))
              : CompletableFuture.failedFuture(noAnswer(question, type, correlation)));
    } catch (RuntimeException e) {
      return new DetachedAnswer<>(CompletableFuture.failedFuture(e));
    }
  }

  @Override
  public T get() {
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public T get(Duration timeout) {
    return get();
  }

  @Override
  public CompletableFuture<T> future() {
    return result.copy();
  }

  @Override
  public void cancel() {}

  private static AskFailedException noAnswer(
      Event question, Class<?> type, CorrelationId correlation) {
    return new AskFailedException(
        "%s was not answered by a %s"
            .formatted(question.getClass().getSimpleName(), type.getSimpleName()),
        RunReport.empty(correlation, RunOutcome.COMPLETED));
  }
}
