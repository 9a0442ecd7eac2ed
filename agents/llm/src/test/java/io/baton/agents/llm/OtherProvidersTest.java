package io.baton.agents.llm;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import io.baton.agents.DetachedContext;
import io.baton.agents.llm.ModelException.Kind;
import io.baton.agents.llm.ModelServer.Exchange;
import io.baton.agents.llm.ModelServer.Script;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Anthropic's messages and Ollama's chat. */
@Timeout(60)
class OtherProvidersTest {

  private static final Claim CLAIM = new Claim("water is wet");

  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Reply<String> askAnthropic(Script script) {
    return ask(
        script,
        AnthropicStreamingChatModel.builder()
            .httpClientBuilder(new VirtualHttpClientBuilder())
            .baseUrl(server.url() + "/v1/")
            .apiKey("test-key")
            .modelName("claude-test")
            .timeout(ofSeconds(20))
            .build());
  }

  private Reply<String> askOllama(Script script) {
    return ask(
        script,
        OllamaStreamingChatModel.builder()
            .httpClientBuilder(new VirtualHttpClientBuilder())
            .baseUrl(server.url())
            .modelName("llama-test")
            .timeout(ofSeconds(20))
            .build());
  }

  private Reply<String> ask(Script script, StreamingChatModel model) {
    server.next(script);
    return LlmAgent.builder(Claim.class)
        .model(model)
        .prompt(Claim::text)
        .attempts(1)
        .answer((_, text) -> new Claim(text))
        .build()
        .ask(CLAIM, DetachedContext.of(CLAIM));
  }

  private static ModelException failure(Reply<String> reply) {
    return catchThrowableOfType(ModelException.class, reply::data);
  }

  private static void named(Exchange exchange, String name, String data) throws IOException {
    exchange.chunk("event: %s\ndata: {\"type\":\"%s\",%s}\n\n".formatted(name, name, data));
  }

  private static void beginAnthropic(Exchange exchange) throws IOException {
    exchange.stream("text/event-stream");
    named(
        exchange,
        "message_start",
        "\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
            + "\"model\":\"claude-test\",\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}");
    named(
        exchange,
        "content_block_start",
        "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    named(
        exchange,
        "content_block_delta",
        "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"yes\"}");
  }

  private static void ollama(Exchange exchange, String text, String end) throws IOException {
    exchange.chunk(
        "{\"model\":\"llama-test\",\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},%s}\n"
            .formatted(text, end));
  }

  @Test
  void anthropicAnswers() throws Exception {
    Reply<String> reply =
        askAnthropic((_, exchange) -> {
          beginAnthropic(exchange);
          named(exchange, "content_block_stop", "\"index\":0");
          named(
              exchange,
              "message_delta",
              "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}");
          named(exchange, "message_stop", "\"a\":0");
          exchange.end();
        });

    assertThat(reply.data()).isEqualTo("yes");
    assertThat(reply.meta().inputTokens()).isEqualTo(11);
    assertThat(reply.meta().finish()).isEqualTo("stop");
    assertThat(server.asked(0).headers()).containsEntry("x-api-key", "test-key");
  }

  @Test
  void anthropicIsOverloadedWithinItsAnswer() {
    Reply<String> reply =
        askAnthropic((_, exchange) -> {
          beginAnthropic(exchange);
          named(
              exchange,
              "error",
              "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");
          exchange.end();
        });

    ModelException failure = failure(reply);
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.text()).isEqualTo("yes");
  }

  @Test
  void anthropicStopsInTheMiddle() {
    ModelException failure =
        failure(
            askAnthropic((_, exchange) -> {
              beginAnthropic(exchange);
              exchange.end();
            }));

    assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(failure.text()).isEqualTo("yes");
  }

  @Test
  void ollamaAnswers() throws Exception {
    Reply<String> reply =
        askOllama((_, exchange) -> {
          exchange.stream("application/x-ndjson");
          ollama(exchange, "yes", "\"done\":false");
          ollama(
              exchange,
              "",
              "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":11,\"eval_count\":7");
          exchange.end();
        });

    assertThat(reply.data()).isEqualTo("yes");
    assertThat(reply.meta().outputTokens()).isEqualTo(7);
  }

  @Test
  void ollamaStopsInTheMiddle() {
    ModelException failure =
        failure(
            askOllama((_, exchange) -> {
              exchange.stream("application/x-ndjson");
              ollama(exchange, "yes", "\"done\":false");
              exchange.end();
            }));

    assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(failure.text()).isEqualTo("yes");
  }

  @Test
  void ollamaReportsAnErrorWithinItsAnswer() {
    ModelException failure =
        failure(
            askOllama((_, exchange) -> {
              exchange.stream("application/x-ndjson");
              ollama(exchange, "yes", "\"done\":false");
              exchange.chunk("{\"error\":\"out of memory\"}\n").end();
            }));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("out of memory");
  }
}
