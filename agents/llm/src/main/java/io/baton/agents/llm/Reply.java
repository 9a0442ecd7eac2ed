package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import io.baton.agents.TimeSource;
import io.baton.agents.WaitGuard;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a model replies to one question, to be read in many ways: as it comes or when it is whole,
 * as text, data or fields. The model is asked once, however many readers there are; all see the
 * same, early, late or at the same time. When the model has to be asked again, every reading
 * follows the answer that was accepted in the end. Thread-safe.
 *
 * <p>A read waits, best on a virtual thread. If the model gives no answer that can be used, every
 * reading fails with the same {@link ModelException}; none is ever null.
 *
 * @param <R> what the answer is read as
 */
public final class Reply<R> {

  /** How often a run is asked whether it is over. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final String WHOLE = "a model's answer";
  private static final Executor VIRTUAL = task -> Thread.startVirtualThread(task);

  private final Replay<Piece> pieces = new Replay<>("a model's next piece");
  private final CompletableFuture<Accepted<R>> accepted = new CompletableFuture<>();
  private volatile @Nullable Thread worker;
  private volatile boolean cancelled;

  private final FieldFeed fields;

  Reply(FieldShape shape) {
    this.fields = new FieldFeed(shape, FieldLimits.defaults());
  }

  /**
   * The answer's text, whole.
   *
   * @throws ModelException if there is no answer that can be used
   * @throws InterruptedException if the caller is interrupted; the model goes on
   */
  public String text() throws InterruptedException {
    return await().text();
  }

  /**
   * The answer as what was asked for; that of an agent of text is its text.
   *
   * @throws ModelException if there is no answer that can be used
   * @throws InterruptedException if the caller is interrupted; the model goes on
   */
  public R data() throws InterruptedException {
    return await().data();
  }

  /**
   * Tokens, cost and the like, when the answer is whole.
   *
   * @throws ModelException if there is no answer that can be used
   * @throws InterruptedException if the caller is interrupted; the model goes on
   */
  public ReplyMeta meta() throws InterruptedException {
    return await().meta();
  }

  /**
   * What {@link #data} gives, as a future, which completes on a virtual thread. Cancelling it does
   * not cancel the reply.
   */
  public CompletableFuture<R> future() {
    return accepted.thenApplyAsync(Accepted::data, VIRTUAL);
  }

  /** All that the model sends, piece by piece, as it comes. */
  public Pieces stream() {
    return new Pieces(pieces);
  }

  /**
   * The fields of the JSON value in the answer, each as soon as it is known. When the model is
   * asked again, they are reset.
   */
  public FieldStream fields() {
    return fields.stream();
  }

  /** Whether the answer is there, or has failed: no read waits any more. */
  public boolean isDone() {
    return accepted.isDone();
  }

  /**
   * Gives the answer up: the call of the model ends at once, and all readings fail with kind {@code
   * CANCELLED}. Does nothing when the reply is done.
   */
  public void cancel() {
    cancelled = true;
    end(ModelException.lasting(ModelException.Kind.CANCELLED, "the reply was cancelled", "", null));
    Thread current = worker;
    if (current != null) {
      current.interrupt();
    }
  }

  /** An answer that can be used. */
  record Accepted<R>(String text, R data, ReplyMeta meta) {}

  /** Takes what the model sends. */
  void accept(Piece piece) {
    pieces.add(piece);
    switch (piece) {
      case Piece.Text(var text) -> fields.accept(text);
      case Piece.ToolCall _, Piece.Restart _ -> fields.restart();
      case Piece.Reasoning _ -> {}
    }
  }

  /** The JSON value in the text that has come, which is over. */
  FieldEvent.End finishFields() {
    return fields.finish();
  }

  void end(Accepted<R> answer) {
    if (accepted.complete(answer)) {
      pieces.end(null);
      fields.end();
    }
  }

  void end(ModelException failure) {
    if (accepted.completeExceptionally(failure)) {
      pieces.end(failure);
      fields.fail(failure);
    }
  }

  /** Has the reply made on a virtual thread, which a cancel interrupts. */
  void start(String name, Runnable work) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(work);
    worker = thread;
    thread.start();
    if (cancelled) {
      thread.interrupt();
    }
  }

  /** Gives the reply up when the run of a context is over, also where no interrupt tells of it. */
  void endWith(AgentContext context) {
    if (context.isCancelled()) {
      cancel();
    } else if (!isDone()) {
      TimeSource.system().schedule(LOOK, () -> endWith(context));
    }
  }

  /** Waits until no read waits any more. */
  void awaitDone() throws InterruptedException {
    try {
      accepted.get();
    } catch (ExecutionException e) {
      return; // whoever reads it is told
    }
  }

  private Accepted<R> await() throws InterruptedException {
    if (!accepted.isDone()) {
      WaitGuard.beforeWaiting(WHOLE);
    }
    try {
      return accepted.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelException failure) {
        throw failure;
      }
      throw new IllegalStateException("a reply fails with a ModelException only", e);
    }
  }
}
