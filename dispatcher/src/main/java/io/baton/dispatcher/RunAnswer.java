package io.baton.dispatcher;

import io.baton.agents.Answer;
import io.baton.agents.AskFailedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The answer that a run gives to a question. */
record RunAnswer<T>(RunState run, Question<T> question) implements Answer<T> {

  @Override
  public T get() throws InterruptedException {
    try {
      return run.waiting().await(run, question.answer());
    } catch (ExecutionException e) {
      throw unwrap(e);
    }
  }

  @Override
  public T get(Duration timeout) throws InterruptedException {
    try {
      return run.waiting().await(run, question.answer(), timeout);
    } catch (TimeoutException _) {
      var report = run.report();
      throw new AskFailedException(
          "no " + question.type().getSimpleName() + " within " + timeout + ": " + report,
          report);
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
    return Callbacks.on(question.answer());
  }

  @Override
  public void cancel() {
    run.cancel("the question was withdrawn");
  }
}
