package io.baton.samples.cli;

import io.baton.samples.text.Analysis.Name;
import io.baton.samples.text.Analysis.Term;
import io.baton.samples.text.Readability;
import io.baton.samples.text.Summary;
import io.baton.samples.text.TextEvent.Combined;
import java.util.List;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results for programs: JSON Lines, that is one object a line. Other characters than those of ASCII
 * are escaped, so that neither the terminal's character set nor its control sequences matter.
 */
final class JsonFormat implements ResultFormat {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Override
  public String format(Combined result) {
    return MAPPER.writeValueAsString(Line.of(result)).replace("\u007f", "\\u007f") + "\n";
  }

  private record Line(
      String document,
      List<Term> keyTerms,
      List<Name> names,
      Figures readability,
      Extract summary,
      double workMillis) {

    static Line of(Combined result) {
      return new Line(
          result.name(),
          result.analysis().keyTerms().stream().map(Line::rounded).toList(),
          result.analysis().names(),
          Figures.of(result.analysis().readability()),
          Extract.of(result.summary()),
          round(result.work().toNanos() / 1e6));
    }

    private static Term rounded(Term term) {
      return new Term(term.text(), term.count(), round(term.weight()));
    }
  }

  private record Figures(
      int sentences,
      int words,
      double wordsPerSentence,
      double syllablesPerWord,
      double fleschReadingEase,
      String level) {

    static Figures of(Readability figures) {
      return new Figures(
          figures.sentences(),
          figures.words(),
          round(figures.wordsPerSentence()),
          round(figures.syllablesPerWord()),
          round(figures.fleschReadingEase()),
          figures.level());
    }
  }

  private record Extract(String kind, String method, List<String> sentences, int ranked, int of) {
    static Extract of(Summary summary) {
      return new Extract(
          summary.kind(),
          summary.method(),
          summary.sentences(),
          summary.considered(),
          summary.total());
    }
  }

  private static double round(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
