package io.baton.agents.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes. A read waits at most so long for the next bytes; closing it,
 * from any thread, closes the connection and wakes the reader. To be read by one thread.
 */
final class ResponseBody extends InputStream implements BodySubscriber<ResponseBody> {

  private final Duration idle;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Queue<ByteBuffer> buffers = new ArrayDeque<>(); // confined to the reader
  private @Nullable End end; // confined to the reader
  private @Nullable Subscription subscription; // guarded by this
  private boolean closed; // guarded by this

  ResponseBody(Duration idle) {
    this.idle = idle;
  }

  @Override
  public CompletionStage<ResponseBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription source) {
    boolean late;
    synchronized (this) {
      subscription = source;
      late = closed;
    }
    if (late) {
      source.cancel();
    } else {
      source.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    arrivals.add(new Bytes(item));
  }

  @Override
  public void onError(Throwable failure) {
    arrivals.add(new End(failure));
  }

  @Override
  public void onComplete() {
    arrivals.add(new End(null));
  }

  @Override
  public int read() throws IOException {
    ByteBuffer buffer = next();
    return buffer == null ? -1 : buffer.get() & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = next();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  @Override
  public void close() {
    Subscription source;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      source = subscription;
    }
    if (source != null) {
      source.cancel();
    }
    arrivals.add(new End(new IOException("the answer was closed")));
  }

  /** The next bytes, never empty; null at the end. */
  private @Nullable ByteBuffer next() throws IOException {
    while (true) {
      ByteBuffer first = buffers.peek();
      if (first != null && first.hasRemaining()) {
        return first;
      }
      if (first != null) {
        buffers.remove();
        if (buffers.isEmpty()) {
          more();
        }
      } else if (end != null) {
        return end.reached();
      } else {
        take();
      }
    }
  }

  private void more() {
    Subscription source;
    synchronized (this) {
      source = closed ? null : subscription;
    }
    if (source != null) {
      source.request(1);
    }
  }

  private void take() throws IOException {
    Arrival arrival;
    try {
      arrival = arrivals.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted within an answer").initCause(e);
    }
    switch (arrival) {
      case Bytes(var arrived) -> {
        buffers.addAll(arrived);
        if (buffers.isEmpty()) {
          more();
        }
      }
      case End reached -> end = reached;
      case null -> {
        close();
        throw new HttpTimeoutException("the answer stood still for " + idle);
      }
    }
  }

  private sealed interface Arrival {}

  private record Bytes(List<ByteBuffer> buffers) implements Arrival {}

  private record End(@Nullable Throwable failure) implements Arrival {

    /** Null, as the mark of an end that is none before its time. */
    @Nullable ByteBuffer reached() throws IOException {
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      return null;
    }
  }
}
