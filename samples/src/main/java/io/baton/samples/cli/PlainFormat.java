package io.baton.samples.cli;

import io.baton.samples.text.Analysis;
import io.baton.samples.text.Readability;
import io.baton.samples.text.Summary;
import io.baton.samples.text.TextEvent.Combined;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results for people. */
final class PlainFormat implements ResultFormat {
  private static final int COLUMNS = 100;
  private static final String INDENT = " ".repeat(15);

  @Override
  public String format(Combined result) {
    var text = new StringBuilder(SafeText.of(result.name())).append('\n');
    append(text, "key terms", terms(result.analysis()));
    append(text, "names", names(result.analysis()));
    append(text, "readability", readability(result.analysis().readability()));
    append(text, "summary", kind(result.summary()));
    for (String sentence : result.summary().sentences()) {
      append(text, "", sentence);
    }
    return text.append('\n').toString();
  }

  private static String terms(Analysis analysis) {
    return analysis.keyTerms().stream()
        .map(term -> counted(term.text(), term.count()))
        .collect(Collectors.joining(", "));
  }

  private static String names(Analysis analysis) {
    return analysis.names().stream()
        .map(name -> counted(name.text(), name.count()))
        .collect(Collectors.joining(", "));
  }

  private static String counted(String text, int count) {
    return count == 1 ? text : text + " (" + count + ")";
  }

  private static String readability(Readability figures) {
    return String.format(
        Locale.ROOT,
        "Flesch reading ease %.1f, %s; words %,d, sentences %,d,"
            + " words a sentence %.1f, syllables a word %.2f",
        figures.fleschReadingEase(),
        figures.level(),
        figures.words(),
        figures.sentences(),
        figures.wordsPerSentence(),
        figures.syllablesPerWord());
  }

  private static String kind(Summary summary) {
    String ranked =
        summary.considered() == summary.total()
            ? ""
            : String.format(
                Locale.ROOT,
                ", %,d of them %s",
                summary.considered(),
                summary.kind().equals("extractive") ? "ranked" : "read");
    return String.format(
        Locale.ROOT,
        "%s (%s): %d of %,d sentences%s",
        summary.kind(),
        summary.method(),
        summary.sentences().size(),
        summary.total(),
        ranked);
  }

  private static void append(StringBuilder text, String label, String value) {
    if (value.isEmpty()) {
      return;
    }
    int column = INDENT.length();
    text.append("  %-12s ".formatted(label));
    for (String word : SafeText.of(value).split(" ", -1)) {
      if (column + word.length() > COLUMNS && column > INDENT.length()) {
        text.append('\n').append(INDENT);
        column = INDENT.length();
      }
      text.append(column > INDENT.length() ? " " : "").append(word);
      column += word.length() + 1;
    }
    text.append('\n');
  }
}
