package io.baton.tracing.viewer;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What the page asks of its server. Thread-safe. */
final class Api {

  private static final int MOST_ROWS = 300;
  private static final Response NOTHING = Response.text(404, "There is no such thing any more.");

  private final Picture picture;
  private final Streams streams;
  private final JoinDesk joins;
  private final DeadLetterDesk letters;
  private final MemoryDesk memory;
  private final StoryDesk stories;

  Api(
      Picture picture,
      JoinDesk joins,
      DeadLetterDesk letters,
      MemoryDesk memory,
      StoryDesk stories) {
    this.picture = picture;
    this.joins = joins;
    this.letters = letters;
    this.memory = memory;
    this.stories = stories;
    streams = new Streams(picture);
  }

  void stream(HttpExchange exchange, Patience patience) throws IOException {
    streams.serve(exchange, patience);
  }

  /** Lets the pages go that look on. */
  void close() {
    picture.close();
    streams.awaitEnd();
  }

  Response get(Request request) {
    return switch (request.path()) {
      case "/api/runs" ->
          Response.json(picture.find(text(request, "q"), text(request, "state"), MOST_ROWS));
      case "/api/run" -> stories.story(text(request, "id")).orElse(NOTHING);
      case "/api/report" -> stories.report(text(request, "id")).orElse(NOTHING);
      case "/api/joins" -> Response.json(joins.list());
      case "/api/letters" -> Response.json(letters.list());
      case "/api/stack" ->
          found(
              letters
                  .stack(
                      text(request, "dispatcher"), text(request, "event"), text(request, "agent"))
                  .map(stack -> Map.of("stack", stack)));
      case "/api/memory" -> Response.json(memory.list());
      case "/api/history" ->
          found(
              memory.history(
                  text(request, "dispatcher"), text(request, "run"), text(request, "key")));
      default -> NOTHING;
    };
  }

  Response post(Request request) throws IOException {
    var wanted = request.body().flatMap(Json::object);
    if (wanted.isEmpty()) {
      return Response.text(400, "The body must be a small object of JSON.");
    }
    return switch (request.path()) {
      case "/api/redispatch" -> letters.act("redispatch", wanted.get());
      case "/api/remove" -> letters.act("remove", wanted.get());
      default -> NOTHING;
    };
  }

  private static Response found(Optional<?> value) {
    return value.map(Response::json).orElse(NOTHING);
  }

  private static String text(Request request, String parameter) {
    return request.parameter(parameter).orElse("");
  }
}
