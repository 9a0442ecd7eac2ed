package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of the page. The list is closed, so no path of a request leads anywhere else. */
final class Assets {

  /** The parts of a story's view, which a report has too, each after those that it uses. */
  static final List<String> STORY_SCRIPTS =
      List.of("dom.js", "format.js", "story.js", "waterfall.js", "detail.js", "run.js");

  private static final String FOLDER = "page/";
  private static final List<String> FILES =
      List.of(
          "index.html",
          "tokens.css",
          "story.css",
          "page.css",
          "app.js",
          "theme.js",
          "layout.js",
          "graph.js",
          "runs.js",
          "joins.js",
          "letters.js",
          "memory.js",
          "live.js",
          "overview.js",
          "spark.js");

  private final Map<String, Response> byPath = new LinkedHashMap<>();

  Assets() {
    FILES.forEach(this::add);
    STORY_SCRIPTS.forEach(this::add);
    byPath.put("/", file("index.html"));
  }

  Optional<Response> find(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private void add(String name) {
    byPath.put("/" + name, file(name));
  }

  private static Response file(String name) {
    return new Response(200, type(name), text(name), Map.of());
  }

  /** What a file of the page holds. */
  static String text(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the file " + FOLDER + name + " of the page is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      default -> "text/javascript; charset=utf-8";
    };
  }
}
