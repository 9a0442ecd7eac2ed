package io.baton.agents.llm;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the text of an answer goes in, as it comes from the model, for the readers of its {@link
 * FieldStream}.
 *
 * <p>A text that is no sound JSON does not end the readers, for the model may be asked again:
 * {@link #finish} tells what became of an attempt, and then either {@link #end} accepts it or
 * {@link #restart} begins the next one. Thread-safe; the fragments of an attempt must come one
 * after the other. Nothing here ever waits for a reader.
 */
public final class FieldFeed {

  private static final int BEGINNING = 500;

  private final FieldShape shape;
  private final FieldLimits limits;
  private final FieldLog log = new FieldLog();
  private final FieldStream stream = new FieldStream(this);
  private final ReentrantLock lock = new ReentrantLock();

  // All guarded by the lock.
  private FieldScanner scanner;
  private final StringBuilder beginning = new StringBuilder();
  private @Nullable FieldException failure;
  private FieldEvent.@Nullable End attemptEnd;
  private boolean hasTold;

  /** A feed for any object or array, with the limits that hold by default. */
  public FieldFeed() {
    this(FieldShape.any(), FieldLimits.defaults());
  }

  /**
   * A feed.
   *
   * @param shape what is declared of the answer
   * @param limits how much of each attempt is read
   */
  public FieldFeed(FieldShape shape, FieldLimits limits) {
    this.shape = Objects.requireNonNull(shape, "shape must not be null");
    this.limits = Objects.requireNonNull(limits, "limits must not be null");
    scanner = new FieldScanner(shape, limits, this::told);
  }

  /** Tells an event of the scanner to the readers; the end of an attempt is kept for later. */
  private void told(FieldEvent event) {
    if (event instanceof FieldEvent.End end) {
      attemptEnd = end;
    } else {
      log.add(event);
      hasTold = true;
    }
  }

  /** What the readers get. */
  public FieldStream stream() {
    return stream;
  }

  FieldShape shape() {
    return shape;
  }

  FieldLog log() {
    return log;
  }

  String beginning() {
    lock.lock();
    try {
      return beginning.toString();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next fragment of the attempt's text. What follows a failure of the attempt, or the
   * end of all, is ignored.
   *
   * @throws IllegalStateException if the attempt is finished
   */
  public void accept(CharSequence fragment) {
    lock.lock();
    try {
      if (log.isEnded() || failure != null) {
        return;
      }
      if (attemptEnd != null) {
        throw new IllegalStateException("attempt is finished, and takes no text any more");
      }
      beginning.append(fragment, 0, Math.min(fragment.length(), BEGINNING - beginning.length()));
      scanner.accept(fragment);
    } catch (FieldException e) {
      failure = e;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the attempt's text is over. The readers are not told yet.
   *
   * @return what will be the end if it is accepted
   * @throws FieldException if the text is no sound JSON or beyond a limit
   */
  public FieldEvent.End finish() {
    lock.lock();
    try {
      if (attemptEnd == null) {
        scanner.end();
      }
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(attemptEnd);
    } catch (FieldException e) {
      failure = e;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins another attempt: the readers are told that nothing holds of what they got. Does nothing
   * after the end of all.
   */
  public void restart() {
    lock.lock();
    try {
      if (log.isEnded()) {
        return;
      }
      if (hasTold) {
        log.add(new FieldEvent.Reset(FieldPath.root()));
      }
      scanner = new FieldScanner(shape, limits, this::told);
      beginning.setLength(0);
      failure = null;
      attemptEnd = null;
      hasTold = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Accepts the attempt and ends every reader, with a failure if the text is no sound JSON or
   * beyond a limit. Does nothing after the end of all.
   */
  public void end() {
    lock.lock();
    try {
      if (!log.isEnded()) {
        log.add(finish());
      }
    } catch (FieldException e) {
      log.fail(e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends every reader with a failure. Does nothing after the end of all. */
  public void fail(RuntimeException failure) {
    lock.lock();
    try {
      log.fail(failure);
    } finally {
      lock.unlock();
    }
  }
}
