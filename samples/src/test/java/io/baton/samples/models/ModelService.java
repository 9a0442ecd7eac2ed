package io.baton.samples.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A service on the loopback interface that streams as OpenAI's chat completions do. */
public final class ModelService implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<JsonNode, Says> answers;
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();

  private ModelService(HttpServer server, Function<JsonNode, Says> answers) {
    this.server = server;
    this.answers = answers;
  }

  /** What the service says to a request. */
  public sealed interface Says {

    /** A text. */
    record Text(String text) implements Says {}

    /** The beginning of a text, before the connection breaks. */
    record Beginning(String text) implements Says {}

    /** A call of a tool. */
    record Call(String tool, String arguments) implements Says {}

    /** A refusal. */
    record Refusal(int status) implements Says {}
  }

  /** Starts a service that answers by a function of the request. */
  public static ModelService start(Function<JsonNode, Says> answers) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var service = new ModelService(HttpServer.create(address, 0), answers);
    service.server.setExecutor(service.executor);
    service.server.createContext("/", service::answer);
    service.server.start();
    return service;
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** The requests so far. */
  public List<JsonNode> asked() {
    return asked;
  }

  /** The text of a request's message, counted from the last one. */
  public static String message(JsonNode request, int fromLast) {
    JsonNode messages = request.path("messages");
    return messages.path(messages.size() - 1 - fromLast).path("content").asString("");
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    asked.add(request);
    try (exchange) {
      switch (answers.apply(request)) {
        case Says.Refusal(int status) -> {
          byte[] body = "{\"error\":{\"message\":\"told so\"}}".getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
        }
        case Says.Text(var text) -> {
          ObjectNode delta = JSON.createObjectNode();
          stream(exchange, delta.put("content", text), "stop");
        }
        case Says.Beginning(var text) -> {
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          ObjectNode delta = JSON.createObjectNode().put("content", text);
          event(exchange.getResponseBody(), chunk(delta, null).toString());
        }
        case Says.Call(var tool, var arguments) -> {
          ObjectNode delta = JSON.createObjectNode();
          ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0);
          call.put("id", "call-1").put("type", "function");
          call.putObject("function").put("name", tool).put("arguments", arguments);
          stream(exchange, delta, "tool_calls");
        }
      }
    }
  }

  private static void stream(HttpExchange exchange, ObjectNode delta, String finish)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    event(out, chunk(delta, null).toString());
    ObjectNode last = chunk(JSON.createObjectNode(), finish);
    last.putObject("usage").put("prompt_tokens", 3).put("completion_tokens", 2);
    event(out, last.toString());
    event(out, "[DONE]");
  }

  private static ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
    ObjectNode chunk = JSON.createObjectNode().put("id", "1").put("model", "test");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.put("finish_reason", finish).set("delta", delta);
    return chunk;
  }

  private static void event(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(UTF_8));
    out.flush();
  }
}
