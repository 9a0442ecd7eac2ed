package io.baton.samples.text;

import io.baton.samples.text.Analysis.Name;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts runs of proper nouns. */
final class Names {
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  void add(List<Token> sentence) {
    var run = new ArrayList<String>();
    for (Token token : sentence) {
      if (token.isName()) {
        run.add(token.text());
      } else {
        end(run);
      }
    }
    end(run);
  }

  /** The most frequent names, among equals the earliest. */
  List<Name> best(int limit) {
    return counts.entrySet().stream()
        .map(entry -> new Name(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(Name::count).reversed())
        .limit(limit)
        .toList();
  }

  private void end(List<String> run) {
    String name = String.join(" ", run);
    if (name.length() > 1) {
      counts.merge(name, 1, Integer::sum);
    }
    run.clear();
  }
}
