package io.baton.samples.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void contractionsAndHyphenedWordsAreOneWord() {
    assertThat(Words.of("Don't -- fall, down \u2018the\u2019 rabbit-hole!"))
        .containsExactly("Don't", "fall", "down", "the", "rabbit-hole");
    assertThat(Words.count("Don't -- fall, down the rabbit-hole!")).isEqualTo(5);
  }

  @Test
  void signsAreNoWords() {
    assertThat(Words.of("... -- !? '")).isEmpty();
  }

  @Test
  void wordOfAMillionPartsNeedsNoStack() {
    assertThat(Words.count("a-".repeat(1_000_000))).isEqualTo(1);
  }
}
