package io.baton.samples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadabilityTest {

  @Test
  void catOnTheMatHasTheWellKnownReadingEase() {
    var figures = new Readability(1, 6, 6);

    assertThat(figures.fleschReadingEase()).isCloseTo(116.145, within(0.0005));
    assertThat(figures.wordsPerSentence()).isEqualTo(6);
    assertThat(figures.syllablesPerWord()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "125, very easy",
    "130, easy",
    "145, fairly easy",
    "155, standard",
    "170, fairly difficult",
    "190, difficult",
    "200, very difficult"
  })
  void levelsAreThoseOfFlesch(int syllablesOfAHundredWords, String level) {
    assertThat(new Readability(10, 100, syllablesOfAHundredWords).level()).isEqualTo(level);
  }

  @Test
  void nothingHasMeansOfZero() {
    var nothing = new Readability(0, 0, 0);

    assertThat(nothing.wordsPerSentence()).isZero();
    assertThat(nothing.syllablesPerWord()).isZero();
  }
}
