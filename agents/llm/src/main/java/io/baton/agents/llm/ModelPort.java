package io.baton.agents.llm;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One kind of model or the other, asked in the same way. */
sealed interface ModelPort {

  /** Asks once, and waits for the end. Pieces go to the sink as they come. */
  Call ask(ChatRequest request, PieceSink sink, TimeSource time, CallLimits limits)
      throws InterruptedException;

  Set<Capability> capabilities();

  ModelProvider modelProvider();

  @Nullable String modelName();

  default boolean takesSchema() {
    return capabilities().contains(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
  }

  default String provider() {
    return modelProvider().name().toLowerCase(Locale.ROOT);
  }

  /** What a call gave. */
  record Call(ChatResponse response, Optional<Duration> firstToken) {}

  /** A model that answers in one piece. */
  record Blocking(ChatModel model) implements ModelPort {
    @Override
    public Call ask(ChatRequest request, PieceSink sink, TimeSource time, CallLimits limits)
        throws InterruptedException {
      ChatResponse response = new BlockingCall(time, limits).await(model, request);
      AiMessage message = response.aiMessage();
      if (message.thinking() != null && !message.thinking().isEmpty()) {
        sink.accept(new Piece.Reasoning(message.thinking()));
      }
      if (message.text() != null && !message.text().isEmpty()) {
        sink.accept(new Piece.Text(message.text()));
      }
      return new Call(response, Optional.empty());
    }

    @Override
    public Set<Capability> capabilities() {
      return model.supportedCapabilities();
    }

    @Override
    public ModelProvider modelProvider() {
      return model.provider();
    }

    @Override
    public @Nullable String modelName() {
      return model.defaultRequestParameters().modelName();
    }
  }

  /** A model that streams. */
  record Streaming(StreamingChatModel model) implements ModelPort {
    @Override
    public Call ask(ChatRequest request, PieceSink sink, TimeSource time, CallLimits limits)
        throws InterruptedException {
      var call = new StreamedCall(sink, time, limits);
      ChatResponse response = call.await(model, request);
      return new Call(response, Optional.ofNullable(call.firstPiece()));
    }

    @Override
    public Set<Capability> capabilities() {
      return model.supportedCapabilities();
    }

    @Override
    public ModelProvider modelProvider() {
      return model.provider();
    }

    @Override
    public @Nullable String modelName() {
      return model.defaultRequestParameters().modelName();
    }
  }
}
