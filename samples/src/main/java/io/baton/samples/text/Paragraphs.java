package io.baton.samples.text;

import java.util.ArrayList;
import java.util.List;

/** Splits a text at its blank lines. */
final class Paragraphs {
  private static final String ENDINGS = ".!?:;\"'\u201d\u2019)";

  private Paragraphs() {}

  /**
   * The paragraphs with single spaces. Headings, which are single lines that do not end as a
   * sentence does, are left out, unless there is nothing else; so is what has no word in it.
   */
  static List<String> of(String text) {
    var all = new ArrayList<String>();
    var withoutHeadings = new ArrayList<String>();
    var lines = new ArrayList<String>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String stripped = line.strip();
      if (!stripped.isEmpty()) {
        lines.add(stripped);
      } else {
        end(lines, all, withoutHeadings);
      }
    }
    end(lines, all, withoutHeadings);
    return withoutHeadings.isEmpty() ? all : withoutHeadings;
  }

  private static void end(List<String> lines, List<String> all, List<String> withoutHeadings) {
    if (lines.isEmpty()) {
      return;
    }
    String paragraph = String.join(" ", lines).replaceAll("\\s+", " ");
    boolean heading =
        lines.size() == 1 && ENDINGS.indexOf(paragraph.charAt(paragraph.length() - 1)) < 0;
    lines.clear();
    if (Words.count(paragraph) == 0) {
      return;
    }
    all.add(paragraph);
    if (!heading) {
      withoutHeadings.add(paragraph);
    }
  }
}
