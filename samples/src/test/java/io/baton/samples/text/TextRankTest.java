package io.baton.samples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextRankTest {

  @Test
  void similarityIsSharedWordsOverTheLogarithmsOfTheLengths() {
    double[][] similarities =
        TextRank.similarities(List.of("The cats chase mice.", "Cats eat the mice.", "It rains."));

    assertThat(similarities[0][1]).isCloseTo(2 / (2 * Math.log(3)), within(1e-9));
    assertThat(similarities[1][0]).isEqualTo(similarities[0][1]);
    assertThat(similarities[0][2]).isZero();
  }

  @Test
  void sentenceThatNobodyRecommendsHasTheLowestRank() {
    double[] ranks = TextRank.ranks(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 0}});

    assertThat(ranks[0]).isCloseTo(1, within(1e-3));
    assertThat(ranks[1]).isCloseTo(1, within(1e-3));
    assertThat(ranks[2]).isCloseTo(0.15, within(1e-9));
  }

  @Test
  void middleOfAStarHasTheHighestRank() {
    double[] ranks = TextRank.ranks(new double[][] {{0, 1, 1}, {1, 0, 0}, {1, 0, 0}});

    // the fixed point of r0 = 0.15 + 0.85 (r1 + r2), r1 = r2 = 0.15 + 0.85 r0 / 2
    assertThat(ranks[0]).isCloseTo(1.4595, within(1e-3));
    assertThat(ranks[1]).isCloseTo(0.7703, within(1e-3));
  }

  @Test
  void bestSentencesComeInTheOrderOfTheText() {
    var sentences =
        List.of(
            "It rains.",
            "Ravens steal silver spoons.",
            "Nobody knows anything.",
            "Silver spoons attract ravens and crows.");

    assertThat(TextRank.best(sentences, 2)).containsExactly(sentences.get(1), sentences.get(3));
  }

  @Test
  void repeatedSentenceIsChosenOnce() {
    var sentences = List.of("Ravens steal spoons.", "Ravens steal spoons.", "Crows steal forks.");

    assertThat(TextRank.best(sentences, 2))
        .containsExactly("Ravens steal spoons.", "Crows steal forks.");
  }

  @Test
  void emptyTextHasNoBestSentence() {
    assertThat(TextRank.best(List.of(), 3)).isEmpty();
  }
}
