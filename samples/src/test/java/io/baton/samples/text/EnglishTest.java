package io.baton.samples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.samples.text.Analysis.Name;
import io.baton.samples.text.Analysis.Term;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnglishTest {
  private static final String FOX =
      """
      The Fox and the Grapes

      A hungry Fox saw some fine bunches of grapes hanging from a vine that was
      trained along a high trellis. He could not reach them. "These grapes are
      sour!" said the Fox to Mr. Crow.
      """;

  private static English english;

  @BeforeAll
  static void load() {
    english = English.load();
  }

  @Test
  void sentencesEndWhereAReaderWouldEndThem() {
    List<String> sentences = english.use(tools -> tools.sentences(FOX));

    assertThat(sentences)
        .containsExactly(
            "A hungry Fox saw some fine bunches of grapes hanging from a vine that was trained"
                + " along a high trellis.",
            "He could not reach them.",
            "\"These grapes are sour!\" said the Fox to Mr. Crow.");
  }

  @Test
  void analysisOfAFableIsAsExpected() {
    Analysis analysis = new TextAnalyzer(english).analyze(FOX);

    assertThat(analysis.keyTerms()).extracting(Term::text).startsWith("grape").contains("vine");
    assertThat(analysis.names()).contains(new Name("Mr. Crow", 1));
    assertThat(analysis.readability()).isEqualTo(new Readability(3, 35, 40));
    assertThat(analysis.readability().fleschReadingEase()).isCloseTo(98.3, within(0.05));
  }

  @Test
  void summaryIsMadeOfSentencesOfTheText() {
    Summary summary = new Summarizer(english, 1).summarize(FOX);

    assertThat(summary.sentences()).hasSize(1);
    assertThat(FOX.replace('\n', ' ')).contains(summary.sentences().getFirst());
    assertThat(summary.considered()).isEqualTo(3);
    assertThat(summary.total()).isEqualTo(3);
  }

  @Test
  void ofALongTextEvenlySpacedSentencesAreRanked() {
    List<String> many = IntStream.range(0, 10).mapToObj(String::valueOf).toList();

    assertThat(Summarizer.evenlySpaced(many, 4)).containsExactly("0", "2", "5", "7");
    assertThat(Summarizer.evenlySpaced(many, 10)).isSameAs(many);
  }

  @Test
  void manyThreadsGetTheSameResultAsOne() {
    var analyzer = new TextAnalyzer(english);
    Analysis alone = analyzer.analyze(FOX);

    List<Analysis> together =
        IntStream.range(0, 64).parallel().mapToObj(_ -> analyzer.analyze(FOX)).toList();

    assertThat(together).containsOnly(alone);
  }

  @Test
  void wordWithoutAnEndIsNoTrouble() {
    Analysis analysis = new TextAnalyzer(english).analyze("A " + "x".repeat(1_000_000) + " fox.");

    assertThat(analysis.readability().words()).isEqualTo(3);
  }

  @Test
  void sentenceWithoutAnEndIsNoTrouble() {
    Analysis analysis = new TextAnalyzer(english).analyze("the fox ran and ".repeat(2_000));

    assertThat(analysis.keyTerms().getFirst().text()).isEqualTo("fox");
    assertThat(analysis.readability().words()).isEqualTo(8_000);
  }
}
