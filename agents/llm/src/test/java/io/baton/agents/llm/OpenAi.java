package io.baton.agents.llm;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.baton.agents.llm.ModelServer.Exchange;
import io.baton.agents.llm.ModelServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions as a service of a test speaks them, and LangChain4j's models for it.
 * Texts come in fragments of four characters.
 */
final class OpenAi {

  static final String MODEL = "gpt-test";
  static final int INPUT_TOKENS = 11;
  static final int OUTPUT_TOKENS = 7;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int FRAGMENT = 4;
  private static final Duration LONG = Duration.ofSeconds(30);

  private OpenAi() {}

  /** A call of a tool that the model asks for. */
  record Call(String id, String name, String arguments) {}

  static OpenAiStreamingChatModel streaming(ModelServer server) {
    return streaming(server, Duration.ofSeconds(20));
  }

  static OpenAiStreamingChatModel streaming(ModelServer server, Duration timeout) {
    return streaming(server.url(), "test-key", timeout);
  }

  static OpenAiStreamingChatModel streaming(String url, String key, Duration timeout) {
    return OpenAiStreamingChatModel.builder()
        .httpClientBuilder(new VirtualHttpClientBuilder())
        .baseUrl(url + "/v1")
        .apiKey(key)
        .modelName(MODEL)
        .timeout(timeout)
        .build();
  }

  static OpenAiChatModel blocking(ModelServer server) {
    return blocking(server, Duration.ofSeconds(20));
  }

  static OpenAiChatModel blocking(ModelServer server, Duration timeout) {
    return OpenAiChatModel.builder()
        .httpClientBuilder(new VirtualHttpClientBuilder())
        .baseUrl(server.url() + "/v1")
        .apiKey("test-key")
        .modelName(MODEL)
        .maxRetries(0)
        .timeout(timeout)
        .build();
  }

  /** Answers with a text, as a stream if one is asked for. */
  static Script says(String text) {
    return finishes(text, "stop");
  }

  /** Answers with a text and a finish reason. */
  static Script finishes(String text, String reason) {
    return (request, exchange) -> {
      if (request.streams()) {
        begin(exchange, text);
        finish(exchange, reason);
      } else {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant").put("content", text);
        exchange.answer(200, whole(message, reason));
      }
    };
  }

  /** Asks for tools, all at once. */
  static Script calls(Call... calls) {
    return (request, exchange) -> {
      if (request.streams()) {
        exchange.stream("text/event-stream");
        for (int i = 0; i < calls.length; i++) {
          stream(exchange, i, calls[i]);
        }
        finish(exchange, "tool_calls");
      } else {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant").putNull("content");
        ArrayNode all = message.putArray("tool_calls");
        List.of(calls).forEach(call -> all.add(node(call)));
        exchange.answer(200, whole(message, "tool_calls"));
      }
    };
  }

  /** Refuses the request. */
  static Script refuses(int status, String type, String... headers) {
    String body = "{\"error\":{\"message\":\"told so\",\"type\":\"%s\"}}".formatted(type);
    return (_, exchange) -> exchange.answer(status, body, headers);
  }

  /** Streams a text slowly, so that it takes about so long. */
  static Script saysWithin(String text, Duration whole) {
    return (_, exchange) -> {
      exchange.stream("text/event-stream");
      List<String> fragments = fragments(text);
      for (String fragment : fragments) {
        exchange.event(content(fragment));
        exchange.pause(whole.dividedBy(fragments.size()));
      }
      finish(exchange, "stop");
    };
  }

  /** Answers in one piece, after so long. */
  static Script saysAfter(String text, Duration pause) {
    return (request, exchange) -> {
      exchange.pause(pause);
      says(text).answer(request, exchange);
    };
  }

  /** Streams a text, then cuts the connection off. */
  static Script cutAfter(String text) {
    return (_, exchange) -> {
      begin(exchange, text);
      exchange.cut();
    };
  }

  /** Streams a text, then ends in good order, but without a finish reason. */
  static Script endsAfter(String text) {
    return (_, exchange) -> {
      begin(exchange, text);
      exchange.event("[DONE]").end();
    };
  }

  /** Streams a text, then what is not JSON, then goes on as if nothing had been. */
  static Script badChunkAfter(String text) {
    return (_, exchange) -> {
      begin(exchange, text);
      exchange.event("{\"choices\": [oops");
      finish(exchange, "stop");
    };
  }

  /** Streams a text, then reports an error, then ends in good order. */
  static Script errorAfter(String text, String type) {
    return errorAfter(text, type, "told so");
  }

  static Script errorAfter(String text, String type, String message) {
    return (_, exchange) -> {
      begin(exchange, text);
      exchange.event("{\"error\":{\"message\":\"%s\",\"type\":\"%s\"}}".formatted(message, type));
      exchange.event("[DONE]").end();
    };
  }

  /** Streams a text, then nothing, until the client is gone. */
  static Script stallsAfter(String text) {
    return (_, exchange) -> {
      begin(exchange, text);
      exchange.awaitClientGone(LONG);
    };
  }

  private static void begin(Exchange exchange, String text) throws IOException {
    exchange.stream("text/event-stream");
    for (String fragment : fragments(text)) {
      exchange.event(content(fragment));
    }
  }

  private static void finish(Exchange exchange, String reason) throws IOException {
    ObjectNode chunk = chunk();
    chunk
        .withArray("choices")
        .addObject()
        .put("index", 0)
        .put("finish_reason", reason)
        .putObject("delta");
    exchange.event(chunk.toString());
    ObjectNode usage = chunk();
    usage.putArray("choices");
    usage.set("usage", usage());
    exchange.event(usage.toString());
    exchange.event("[DONE]").end();
  }

  private static void stream(Exchange exchange, int index, Call call) throws IOException {
    ObjectNode first = JSON.createObjectNode().put("index", index).put("id", call.id());
    first
        .put("type", "function")
        .putObject("function")
        .put("name", call.name())
        .put("arguments", "");
    exchange.event(delta(first));
    for (String fragment : fragments(call.arguments())) {
      ObjectNode next = JSON.createObjectNode().put("index", index);
      next.putObject("function").put("arguments", fragment);
      exchange.event(delta(next));
    }
  }

  private static String delta(ObjectNode toolCall) {
    ObjectNode chunk = chunk();
    chunk
        .withArray("choices")
        .addObject()
        .put("index", 0)
        .putObject("delta")
        .putArray("tool_calls")
        .add(toolCall);
    return chunk.toString();
  }

  private static ObjectNode node(Call call) {
    ObjectNode node = JSON.createObjectNode().put("id", call.id()).put("type", "function");
    node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    return node;
  }

  private static String content(String fragment) {
    ObjectNode chunk = chunk();
    chunk
        .withArray("choices")
        .addObject()
        .put("index", 0)
        .putObject("delta")
        .put("content", fragment);
    return chunk.toString();
  }

  private static ObjectNode chunk() {
    ObjectNode chunk = JSON.createObjectNode().put("id", "chatcmpl-1");
    chunk.put("object", "chat.completion.chunk").put("created", 1).put("model", MODEL);
    chunk.putArray("choices");
    return chunk;
  }

  private static String whole(ObjectNode message, String reason) {
    ObjectNode whole = JSON.createObjectNode().put("id", "chatcmpl-1");
    whole.put("object", "chat.completion").put("created", 1).put("model", MODEL);
    ObjectNode choice = whole.putArray("choices").addObject().put("index", 0);
    choice.put("finish_reason", reason).set("message", message);
    whole.set("usage", usage());
    return whole.toString();
  }

  private static ObjectNode usage() {
    return JSON.createObjectNode()
        .put("prompt_tokens", INPUT_TOKENS)
        .put("completion_tokens", OUTPUT_TOKENS)
        .put("total_tokens", INPUT_TOKENS + OUTPUT_TOKENS);
  }

  private static List<String> fragments(String text) {
    var fragments = new ArrayList<String>();
    for (int i = 0; i < text.length(); i += FRAGMENT) {
      fragments.add(text.substring(i, Math.min(text.length(), i + FRAGMENT)));
    }
    return fragments;
  }
}
