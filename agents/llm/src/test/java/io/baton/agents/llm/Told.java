package io.baton.agents.llm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Events as the tests write them down: {@code Δ} a piece, {@code ✓} a closed value. */
final class Told {
  static final String CUT = "¦";

  private Told() {}

  /** The fragments of a text, of which some may be empty. */
  static List<String> fragments(String text) {
    return Arrays.asList(text.split(CUT, -1));
  }

  /** What a scanner tells of each fragment, and at the end of the text. */
  static String of(FieldShape shape, String text) {
    var events = new ArrayList<FieldEvent>();
    var scanner = new FieldScanner(shape, FieldLimits.defaults(), events::add);
    var told = new ArrayList<String>();
    for (String fragment : fragments(text)) {
      scanner.accept(fragment);
      told.add(of(events));
      events.clear();
    }
    scanner.end();
    told.add(of(events));
    return String.join(" " + CUT + " ", told);
  }

  static String of(String text) {
    return of(FieldShape.any(), text);
  }

  static String of(List<FieldEvent> events) {
    return events.isEmpty() ? "–" : events.stream().map(Told::of).collect(Collectors.joining(", "));
  }

  private static String of(FieldEvent event) {
    return switch (event) {
      case FieldEvent.Delta(var path, var text) -> "Δ" + path + " " + text.replace("\n", "⏎");
      case FieldEvent.Done(var path, _) when path.isRoot() -> "✓root";
      case FieldEvent.Done(var path, var value) -> "✓" + path + " " + value;
      case FieldEvent.Reset(var path) -> "Reset " + (path.isRoot() ? "root" : path);
      case FieldEvent.End(var tree, var truncated) ->
          (truncated ? "End cut off " : "End ") + (tree.isMissingNode() ? "without value" : tree);
    };
  }
}
