package io.baton.tracing.json;

import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.Tracer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tracer that writes each trace event as one line of JSON, on a thread of its own. Thread-safe.
 *
 * <p>It never holds up whoever traces: what comes while its queue of {@value #DEFAULT_CAPACITY} is
 * full is lost, which {@link #lost} counts and a line of the file says. What events are marked to
 * keep secret is masked. Close it when the dispatcher is closed, or the last lines are missing.
 *
 * {@snippet :
 * try (var writer = TraceWriter.to(Path.of("trace.jsonl"));
 *     var dispatcher = AsyncDispatcher.builder(router).tracer(writer).start()) {
 *   dispatcher.dispatch(new Ask("rainy"));
 * }
 * }
 */
public final class TraceWriter implements Tracer, AutoCloseable {

  /** How many trace events may wait to be written unless said otherwise. */
  public static final int DEFAULT_CAPACITY = 65_536;

  /** How many characters of a text are written unless said otherwise. */
  public static final int DEFAULT_MAX_TEXT_LENGTH = 100_000;

  private static final Logger log = LoggerFactory.getLogger(TraceWriter.class);
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Without a lock: whoever puts may be at the end of its stack, and could not give it back. */
  private final Queue<TraceEvent> queue = new ConcurrentLinkedQueue<>();

  private final AtomicInteger size = new AtomicInteger();
  private final int capacity;
  private final TraceLines lines;
  private final LongAdder lost = new LongAdder();
  private final Thread thread;
  private volatile boolean isIdle;
  private volatile boolean isClosed;
  private volatile @Nullable IOException failure;

  /** Confined to the writing thread. */
  private long lostTold;

  private TraceWriter(OutputStream out, Builder options) {
    capacity = options.capacity;
    lines = new TraceLines(out, options.redactor, options.maxTextLength);
    thread = Thread.ofPlatform().daemon().name("baton-trace-writer").start(this::writeAll);
  }

  /**
   * A writer to a file with the defaults, which takes the place of what was there.
   *
   * @throws IOException if it cannot be written
   */
  public static TraceWriter to(Path file) throws IOException {
    return builder().to(file);
  }

  /** A writer to a stream with the defaults; closing the writer closes the stream. */
  public static TraceWriter to(OutputStream out) {
    return builder().to(out);
  }

  /** A writer with options. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void trace(TraceEvent event) {
    if (isClosed || size.get() >= capacity) {
      lost.increment();
      return;
    }
    queue.add(event);
    size.incrementAndGet();
    if (isIdle) {
      isIdle = false;
      LockSupport.unpark(thread);
    }
  }

  /** It has a thread of its own already. */
  @Override
  public boolean isNonBlocking() {
    return true;
  }

  @Override
  public boolean isEnabled() {
    return !isClosed && failure == null;
  }

  /** How many trace events were lost: the queue was full, or writing has failed. */
  public long lost() {
    return lost.sum();
  }

  /**
   * Writes what is queued, and closes the file. Closing again does nothing more. A caller that is
   * interrupted stops waiting, with its interrupt flag set; the writer goes on to the same end.
   *
   * @throws UncheckedIOException if writing has failed; what could not be written is lost
   */
  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    IOException cause = failure;
    if (cause != null) {
      throw new UncheckedIOException("the trace was not written whole: " + cause, cause);
    }
  }

  private void writeAll() {
    try {
      boolean isLast;
      do {
        isLast = isClosed;
        TraceEvent event = queue.poll();
        if (event != null) {
          size.decrementAndGet();
          write(event);
        }
        if (queue.isEmpty()) {
          tellLost();
          if (event != null) {
            flush();
          }
        }
        isLast &= event == null;
        if (event == null && !isLast) {
          idle();
        }
      } while (!isLast);
    } finally {
      close(lines);
    }
  }

  private void idle() {
    isIdle = true;
    if (queue.isEmpty() && !isClosed) {
      LockSupport.parkNanos(this, IDLE_NANOS);
    }
    isIdle = false;
    Thread.interrupted(); // what an event has left behind would make each further wait end at once
  }

  private void write(TraceEvent event) {
    if (failure != null) {
      lost.increment();
      return;
    }
    try {
      lines.write(event);
    } catch (IOException e) {
      failed(e);
      lost.increment();
    } catch (RuntimeException | Error e) {
      // What an event makes of itself is foreign code, and this thread has to write the next one.
      log.warn("a trace event could not be written: trace={}", event.getClass().getSimpleName(), e);
      lost.increment();
    }
  }

  private void tellLost() {
    long now = lost.sum();
    if (failure == null && now > lostTold) {
      try {
        lines.writeLost(now - lostTold);
        lostTold = now;
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private void flush() {
    if (failure == null) {
      try {
        lines.flush();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private void close(TraceLines lines) {
    try {
      lines.close();
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(IOException cause) {
    if (failure == null) {
      failure = cause;
      log.error("trace writing failed, all that follows is lost", cause);
    }
  }

  /** Options of a writer. Not thread-safe. */
  public static final class Builder {

    private Redactor redactor = Redactor.byDefault();
    private int capacity = DEFAULT_CAPACITY;
    private int maxTextLength = DEFAULT_MAX_TEXT_LENGTH;

    private Builder() {}

    /** What is masked in events; {@link Redactor#byDefault} unless said otherwise. */
    public Builder redactor(Redactor redactor) {
      this.redactor = Objects.requireNonNull(redactor, "redactor must not be null");
      return this;
    }

    /**
     * How many trace events may wait to be written; {@value TraceWriter#DEFAULT_CAPACITY} by
     * default.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder capacity(int capacity) {
      this.capacity = positive("capacity", capacity);
      return this;
    }

    /**
     * How many characters of a text in an event are written, of a longer one the beginning; {@value
     * TraceWriter#DEFAULT_MAX_TEXT_LENGTH} by default.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxTextLength(int maxTextLength) {
      this.maxTextLength = positive("maxTextLength", maxTextLength);
      return this;
    }

    /**
     * A writer to a file, which takes the place of what was there.
     *
     * @throws IOException if it cannot be written
     */
    public TraceWriter to(Path file) throws IOException {
      return to(Files.newOutputStream(file));
    }

    /** A writer to a stream; closing the writer closes the stream. */
    public TraceWriter to(OutputStream out) {
      return new TraceWriter(new BufferedOutputStream(out, 64 * 1024), this);
    }

    private static int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
      }
      return value;
    }
  }
}
