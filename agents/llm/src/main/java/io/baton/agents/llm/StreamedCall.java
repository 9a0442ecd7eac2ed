package io.baton.agents.llm;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.baton.agents.TimeSource;
import io.baton.agents.llm.ModelException.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a streaming model, that ends exactly once: with an answer that has a finish reason,
 * or with a {@link ModelException}. After its end nothing more is taken, and the connection is
 * closed. Thread-safe.
 */
final class StreamedCall implements StreamingChatResponseHandler {

  private static final Logger log = LoggerFactory.getLogger(StreamedCall.class);

  private final PieceSink sink;
  private final TimeSource time;
  private final CallLimits limits;
  private final long started;
  private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();
  private final Wire wire = new Wire(this::runDry);
  private final StringBuilder text = new StringBuilder(); // guarded by this
  private @Nullable StreamingHandle handle; // guarded by this
  private @Nullable Duration firstPiece; // guarded by this
  private boolean ended; // guarded by this
  private volatile long lastHeard;
  private volatile TimeSource.@Nullable Timer timer;

  StreamedCall(PieceSink sink, TimeSource time, CallLimits limits) {
    this.sink = sink;
    this.time = time;
    this.limits = limits;
    this.started = time.nanoTime();
    this.lastHeard = started;
  }

  /**
   * Asks and waits for the end.
   *
   * @throws ModelException if the call did not end well
   */
  ChatResponse await(StreamingChatModel model, ChatRequest request) throws InterruptedException {
    watch();
    try {
      wire.run(() -> model.chat(request, this));
    } catch (RuntimeException e) {
      fail(Failures.of(e));
    }
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw Failures.of(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      fail(ModelException.lasting(Kind.CANCELLED, "the call was interrupted", "", e));
      throw e;
    }
  }

  /** How long the first piece took; null if none has come. */
  synchronized @Nullable Duration firstPiece() {
    return firstPiece;
  }

  @Override
  public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
    take(new Piece.Text(partial.text()), partial.text(), context.streamingHandle());
  }

  @Override
  public void onPartialResponse(String partial) {
    take(new Piece.Text(partial), partial, null);
  }

  @Override
  public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
    take(new Piece.Reasoning(partial.text()), "", context.streamingHandle());
  }

  @Override
  public void onPartialThinking(PartialThinking partial) {
    take(new Piece.Reasoning(partial.text()), "", null);
  }

  @Override
  public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
    hear(context.streamingHandle());
  }

  @Override
  public void onPartialToolCall(PartialToolCall partial) {
    hear(null);
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    synchronized (this) {
      if (ended) {
        return;
      }
      if (response.finishReason() != null) {
        ended = true;
        stopWatching();
        end.complete(response);
        return;
      }
    }
    fail(cutOff("the answer ended without a finish reason"));
  }

  @Override
  public void onError(Throwable error) {
    fail(Failures.of(error));
  }

  private void runDry() {
    fail(cutOff("the stream ended before the answer did"));
  }

  private static ModelException cutOff(String message) {
    return ModelException.passing(Kind.TRUNCATED, message, "", null);
  }

  private synchronized void take(Piece piece, String added, @Nullable StreamingHandle current) {
    if (hear(current)) {
      text.append(added);
      sink.accept(piece);
    }
  }

  /** The model is at work; false if its call has ended. */
  private synchronized boolean hear(@Nullable StreamingHandle current) {
    if (current != null) {
      handle = current;
    }
    if (ended) {
      close(current);
      return false;
    }
    lastHeard = time.nanoTime();
    if (firstPiece == null) {
      firstPiece = Duration.ofNanos(lastHeard - started);
    }
    return true;
  }

  private void fail(ModelException failure) {
    StreamingHandle open;
    ModelException known;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      open = handle;
      known = failure.with(text.toString());
    }
    stopWatching();
    end.completeExceptionally(known);
    wire.close();
    close(open);
  }

  /** What cannot be cancelled goes on for nobody. */
  private static void close(@Nullable StreamingHandle open) {
    if (open != null) {
      try {
        open.cancel();
      } catch (RuntimeException e) {
        log.debug("stream cannot be cancelled", e);
      }
    }
  }

  private void watch() {
    long now = time.nanoTime();
    Duration silent = Duration.ofNanos(now - lastHeard);
    Duration sofar = Duration.ofNanos(now - started);
    Duration idleLeft = limits.idle().minus(silent);
    Duration wholeLeft = limits.whole().minus(sofar);
    if (!wholeLeft.isPositive()) {
      late("the answer took longer than " + limits.whole());
    } else if (!idleLeft.isPositive()) {
      late("nothing came from the model for " + limits.idle());
    } else {
      Duration next = idleLeft.compareTo(wholeLeft) < 0 ? idleLeft : wholeLeft;
      timer = time.schedule(next, this::watch);
      if (end.isDone()) {
        stopWatching();
      }
    }
  }

  /** A timer's thread must not be held up by closing a connection. */
  private void late(String message) {
    var failure = ModelException.passing(Kind.TIMEOUT, message, "", null);
    Thread.startVirtualThread(() -> fail(failure));
  }

  private void stopWatching() {
    var waiting = timer;
    if (waiting != null) {
      waiting.cancel();
    }
  }
}
