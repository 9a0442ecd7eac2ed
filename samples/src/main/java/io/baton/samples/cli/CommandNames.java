package io.baton.samples.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The commands of {@code samples/run}, for whoever mistypes one. */
final class CommandNames {
  private static final int MOST_MISTAKES = 2;
  private static final List<String> ALL =
      List.of("chat", "debate", "voting", "lost-update", "late-joiner", "runaway", "trace");

  private CommandNames() {}

  /** The command that a word was meant to be; empty if it is like none, or like a file's name. */
  static Optional<String> nearest(String word) {
    return word.contains("/") || word.contains(".")
        ? Optional.empty()
        : ALL.stream()
            .filter(name -> distance(word, name) <= MOST_MISTAKES)
            .min(Comparator.comparingInt(name -> distance(word, name)));
  }

  /** How many letters are to be put in, taken out or changed; after Levenshtein, 1966. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
