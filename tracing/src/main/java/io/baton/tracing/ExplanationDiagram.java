package io.baton.tracing;

import io.baton.events.EventId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws an explanation as a flow chart of Mermaid. Confined to the thread that makes it. */
final class ExplanationDiagram {

  /** Mermaid draws no more unless told otherwise. */
  private static final int MOST_EDGES = 500;

  private static final int MOST_EVENTS = 150;

  private final StringBuilder text = new StringBuilder("flowchart TD\n");
  private final Map<EventId, String> steps = new HashMap<>();
  private final Map<Integer, String> joins = new HashMap<>();
  private final Set<String> critical = new HashSet<>();
  private int nodes;

  private ExplanationDiagram() {}

  static String of(Explanation explanation) {
    return new ExplanationDiagram().draw(explanation);
  }

  private String draw(Explanation explanation) {
    text.append("  classDef critical stroke-width:3px\n");
    text.append("  classDef failed stroke:#c00,stroke-width:2px\n");
    text.append("  classDef open stroke-dasharray:5 3\n");
    int shown = fitting(explanation.steps());
    List<Explanation.Step> first = explanation.steps().subList(0, shown);
    first.forEach(
        step -> steps.put(step.id(), node("([", stepLabel(step), "])", step.isCritical(), "")));
    drawJoins(explanation.joins());
    first.forEach(this::drawBelow);
    joins.forEach((number, name) ->
        explanation.joins().get(number).outputs().forEach(id -> edge(name, steps.get(id))));
    if (shown < explanation.steps().size()) {
      node("[", "and " + (explanation.steps().size() - shown) + " events more", "]", false, "");
    }
    return text.toString();
  }

  /**
   * How many events can be drawn, each with an edge to it and those to its deliveries and joins.
   */
  private static int fitting(List<Explanation.Step> steps) {
    int edges = 0;
    int shown = 0;
    for (var step : steps) {
      edges += 1 + step.deliveries().size() + step.joins().size();
      if ((shown > 0 && edges > MOST_EDGES) || shown == MOST_EVENTS) {
        break;
      }
      shown++;
    }
    return shown;
  }

  private void drawJoins(List<Explanation.Joined> all) {
    for (int i = 0; i < all.size(); i++) {
      var join = all.get(i);
      if (join.parts().stream().anyMatch(steps::containsKey)) {
        joins.put(i, node("{{", joinLabel(join), "}}", join.isCritical(), joinClass(join)));
      }
    }
  }

  private void drawBelow(Explanation.Step step) {
    String from = steps.get(step.id());
    for (var delivery : step.deliveries()) {
      String name =
          node("[", deliveryLabel(delivery), "]", delivery.isCritical(), classOf(delivery));
      edge(from, name);
      delivery.followUps().forEach(id -> edge(name, steps.get(id)));
    }
    step.joins().forEach(number -> edge(from, joins.get(number)));
    step.followUps().forEach(id -> edge(from, steps.get(id)));
  }

  private String node(String open, String label, String close, boolean isCritical, String kind) {
    String name = "n" + nodes++;
    text.append("  ").append(name).append(open).append('"').append(label);
    text.append('"').append(close).append('\n');
    if (isCritical) {
      critical.add(name);
      text.append("  class ").append(name).append(" critical\n");
    }
    if (!kind.isEmpty()) {
      text.append("  class ").append(name).append(' ').append(kind).append('\n');
    }
    return name;
  }

  private void edge(@Nullable String from, @Nullable String to) {
    if (from != null && to != null) {
      boolean isThick = critical.contains(from) && critical.contains(to);
      text.append("  ").append(from).append(isThick ? " ==> " : " --> ").append(to).append('\n');
    }
  }

  private static String stepLabel(Explanation.Step step) {
    return escaped(step.type().isEmpty() ? "unknown event" : step.type());
  }

  private static String deliveryLabel(Explanation.Delivery delivery) {
    String times =
        "waited " + Times.of(delivery.queueWait()) + ", worked " + Times.of(delivery.work());
    return escaped(delivery.agent())
        + "<br/>"
        + escaped(words(delivery.outcome().name()) + ", " + times);
  }

  private static String joinLabel(Explanation.Joined join) {
    String missing =
        join.missing().isEmpty() ? "" : ", missing " + String.join(", ", join.missing());
    return escaped(join.join()) + "<br/>" + escaped(words(join.reason()) + missing);
  }

  private static String joinClass(Explanation.Joined join) {
    return join.closed().isEmpty()
        ? "open"
        : join.delivery().map(ExplanationDiagram::classOf).orElse("");
  }

  private static String classOf(Explanation.Delivery delivery) {
    return delivery.outcome().isOpen() ? "open" : delivery.outcome().isFailure() ? "failed" : "";
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A name is foreign text: all but letters, digits and a few marks stand as numbers. */
  private static String escaped(String label) {
    var safe = new StringBuilder(label.length());
    OneLine.of(label)
        .codePoints()
        .forEach(c -> {
          if (Character.isLetterOrDigit(c) || " .,:-_".indexOf(c) >= 0) {
            safe.appendCodePoint(c);
          } else {
            safe.append('#').append(c).append(';');
          }
        });
    return safe.toString();
  }
}
