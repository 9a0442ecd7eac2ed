package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Draws a table of routes as a Mermaid flowchart: agents as boxes, joins as hexagons, and an arrow
 * with the type's name from whoever emits events to whoever takes them.
 */
final class RouterDiagram {

  private static final Comparator<Class<?>> BY_NAME = Comparator.comparing(Class::getName);

  private final List<RouteEntry> routes;
  private final Set<String> lines = new LinkedHashSet<>();
  private boolean hasOutside;

  private RouterDiagram(List<RouteEntry> routes) {
    this.routes = routes;
  }

  static String of(List<RouteEntry> routes) {
    var diagram = new RouterDiagram(routes);
    routes.forEach(diagram::drawNode);
    routes.forEach(diagram::drawTaken);
    routes.forEach(diagram::drawLost);
    return diagram.text();
  }

  private String text() {
    var text = new StringBuilder("flowchart LR\n");
    if (hasOutside) {
      line(text, "outside([\"outside\"])");
    }
    lines.forEach(line -> line(text, line));
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append("  ").append(line).append('\n');
  }

  private void drawNode(RouteEntry route) {
    String name = quoted(route.name());
    lines.add(node(route) + (route instanceof JoinRoute ? "{{" + name + "}}" : "[" + name + "]"));
  }

  /** What an agent takes, from whoever declares to emit it or, where nobody does, from outside. */
  private void drawTaken(RouteEntry taker) {
    sorted(taker.types())
        .forEach(type -> {
          boolean isEmitted = false;
          for (var emitter : routes) {
            for (var emitted : sorted(emitter.spec().emits()).toList()) {
              if (Emissions.areRelated(emitted, type)) {
                isEmitted = true;
                Class<?> label = emitted.isAssignableFrom(type) ? type : emitted;
                arrow(node(emitter), label, taker, type);
              }
            }
          }
          if (!isEmitted) {
            hasOutside = true;
            arrow("outside", type, taker, type);
          }
        });
  }

  /** What an agent declares to emit and nobody takes: callers may have asked for it. */
  private void drawLost(RouteEntry emitter) {
    sorted(emitter.spec().emits())
        .filter(emitted ->
            routes.stream()
                .flatMap(taker -> taker.types().stream())
                .noneMatch(type -> Emissions.areRelated(emitted, type)))
        .forEach(emitted -> {
          hasOutside = true;
          lines.add(node(emitter) + " -->|" + quoted(emitted.getSimpleName()) + "| outside");
        });
  }

  private void arrow(String from, Class<?> label, RouteEntry taker, Class<?> type) {
    String text = label.getSimpleName();
    boolean isNeeded = true;
    if (taker instanceof JoinRoute join) {
      var slot = join.store().slot(type);
      isNeeded = slot.isNeeded();
      text += isNeeded ? slot.count() == 1 ? "" : " x " + slot.count() : " (optional)";
    }
    lines.add(from + (isNeeded ? " -->|" : " -.->|") + quoted(text) + "| " + node(taker));
  }

  private String node(RouteEntry route) {
    return "r" + routes.indexOf(route);
  }

  private static Stream<Class<? extends Event>> sorted(Set<Class<? extends Event>> types) {
    return types.stream().sorted(BY_NAME);
  }

  /**
   * A text that is nothing but text to Mermaid: what could be syntax, of Mermaid, HTML or Markdown,
   * is written as a code.
   */
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            quoted.append(' ');
          } else if (Character.isLetterOrDigit(c) || " -_.,()".indexOf(c) >= 0) {
            quoted.appendCodePoint(c);
          } else {
            quoted.append('#').append(c).append(';');
          }
        });
    return quoted.append('"').toString();
  }
}
