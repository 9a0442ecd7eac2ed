package io.baton.samples.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyllablesTest {

  @ParameterizedTest
  @CsvSource({
    "the, 1",
    "people, 2",
    "government, 3",
    "lion, 2",
    "curious, 3",
    "nation, 2",
    "science, 2",
    "being, 2",
    "readability, 5",
    "continent, 3",
    "poem, 2",
    "create, 2",
    "Eye, 1"
  })
  void vowelsAreCountedInGroupsUnlessSpokenApart(String word, int syllables) {
    assertThat(Syllables.of(word)).isEqualTo(syllables);
  }

  @ParameterizedTest
  @CsvSource({
    "whale, 1",
    "table, 2",
    "tables, 2",
    "syllable, 3",
    "grapes, 1",
    "boxes, 2",
    "horses, 2",
    "walked, 1",
    "wanted, 2",
    "tumbled, 2",
    "labelled, 2",
    "hundred, 2",
    "seven, 2"
  })
  void finalSilentIsNotCounted(String word, int syllables) {
    assertThat(Syllables.of(word)).isEqualTo(syllables);
  }

  @ParameterizedTest
  @CsvSource({"rabbit-hole, 3", "people's, 2", "I've, 1", "we\u2019re, 1"})
  void partsOfAWordAreCountedApart(String word, int syllables) {
    assertThat(Syllables.of(word)).isEqualTo(syllables);
  }

  @Test
  void accentsMakeNoDifference() {
    assertThat(Syllables.of("Z\u00fcrich")).isEqualTo(2);
  }

  @Test
  void everyWordHasASyllable() {
    assertThat(Syllables.of("1863")).isEqualTo(1);
    assertThat(Syllables.of("Mr")).isEqualTo(1);
    assertThat(Syllables.of("\u65e5\u672c")).isEqualTo(1);
  }
}
