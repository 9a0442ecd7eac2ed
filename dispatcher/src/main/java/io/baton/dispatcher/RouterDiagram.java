package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a table of routes as a Mermaid flowchart. */
final class RouterDiagram {

  private final StringBuilder text = new StringBuilder("flowchart LR\n");
  private final Map<Class<?>, String> types = new LinkedHashMap<>();

  private RouterDiagram() {}

  static String of(List<RouteEntry> routes) {
    var diagram = new RouterDiagram();
    for (int i = 0; i < routes.size(); i++) {
      diagram.draw("r" + i, routes.get(i));
    }
    return diagram.text.toString();
  }

  private void draw(String node, RouteEntry route) {
    boolean isJoin = route instanceof JoinRoute;
    line(node + (isJoin ? "{{" : "[") + quoted(route.name()) + (isJoin ? "}}" : "]"));
    route.types().stream()
        .sorted(this::byName)
        .forEach(type -> line(typeNode(type) + " --> " + node));
    route.spec().emits().stream()
        .sorted(this::byName)
        .forEach(type -> line(node + " --> " + typeNode(type)));
  }

  private int byName(Class<?> a, Class<?> b) {
    return a.getName().compareTo(b.getName());
  }

  private String typeNode(Class<? extends Event> type) {
    return types.computeIfAbsent(
        type,
        unseen -> {
          String node = "e" + types.size();
          line(node + "([" + quoted(unseen.getSimpleName()) + "])");
          return node;
        });
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "#quot;") + '"';
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }
}
