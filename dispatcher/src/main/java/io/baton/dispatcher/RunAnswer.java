package io.baton.dispatcher;

import io.baton.agents.Answer;
import io.baton.agents.AskFailedException;
import io.baton.agents.RunReport;
import io.baton.events.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first event of a type in a run. */
record RunAnswer<T extends Event>(RunState run, Class<T> type) implements Answer<T> {

  static AskFailedException failure(RunState run, RunReport report) {
    return new AskFailedException(
        "no answer in run "
            + run.correlationId()
            + ", which is "
            + report.outcome()
            + report.reason().map(reason -> ": " + reason).orElse("")
            + report.deadLetters().stream()
                .findFirst()
                .map(letter -> "; " + letter.agent() + " failed: " + letter.cause())
                .orElse(""),
        report);
  }

  @Override
  public T get() throws InterruptedException {
    run.refuseWaitInside();
    try (var _ = run.pause(false)) {
      return type.cast(run.answer().get());
    } catch (ExecutionException e) {
      throw unwrap(e);
    }
  }

  @Override
  public T get(Duration timeout) throws InterruptedException {
    run.refuseWaitInside();
    try (var _ = run.pause(true)) {
      return type.cast(
          run.answer().get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      throw new AskFailedException(
          "no " + type.getSimpleName() + " within " + timeout + " in run " + run.correlationId(),
          run.report());
    } catch (ExecutionException e) {
      throw unwrap(e);
    }
  }

  /** A fresh exception, whose trace shows the caller who waited. */
  private static RuntimeException unwrap(ExecutionException e) {
    if (e.getCause() instanceof AskFailedException failed) {
      var mine = new AskFailedException(String.valueOf(failed.getMessage()), failed.report());
      mine.initCause(failed);
      return mine;
    }
    return new IllegalStateException("an answer fails only by an AskFailedException", e);
  }

  @Override
  public CompletableFuture<T> future() {
    return Callbacks.on(run.answer().thenApply(type::cast));
  }

  @Override
  public void cancel() {
    run.cancel("the question was withdrawn");
  }
}
