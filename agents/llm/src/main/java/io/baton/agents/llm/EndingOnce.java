package io.baton.agents.llm;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Lets a stream end once, well or not, with nothing behind it; and sees to it that an error that
 * the server reports within a stream is one, in which no key stands. Confined to the thread of the
 * stream.
 */
final class EndingOnce implements ServerSentEventListener {

  private final ServerSentEventListener listener;
  private final UnaryOperator<String> masked;
  private boolean ended;

  /** Ends a listener's stream; what the server tells of an error is masked first. */
  EndingOnce(ServerSentEventListener listener, UnaryOperator<String> masked) {
    this.listener = listener;
    this.masked = masked;
  }

  @Override
  public void onOpen(SuccessfulHttpResponse response) {
    listener.onOpen(response);
  }

  @Override
  public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
    if (ended) {
      return;
    }
    Optional<StreamError> error = StreamError.of(event, masked);
    if (error.isPresent()) {
      onError(error.get());
    } else {
      hand(event, context);
    }
    if (ended) {
      context.parsingHandle().cancel();
    }
  }

  private void hand(ServerSentEvent event, ServerSentEventContext context) {
    try {
      listener.onEvent(event, context);
    } catch (Exception e) {
      onError(e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (!ended) {
      ended = true;
      listener.onError(failure);
    }
  }

  @Override
  public void onClose() {
    if (!ended) {
      ended = true;
      listener.onClose();
    }
  }
}
