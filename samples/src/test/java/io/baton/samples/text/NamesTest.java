package io.baton.samples.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.text.Analysis.Name;
import org.junit.jupiter.api.Test;

class NamesTest {
  private final Names names = new Names();

  @Test
  void properNounsSideBySideAreOneName() {
    names.add(TaggedText.of("Abraham/PROPN", "Lincoln/PROPN", "met/VERB", "Alice/PROPN"));
    names.add(TaggedText.of("Alice/PROPN", "waved/VERB"));

    assertThat(names.best(5)).containsExactly(new Name("Alice", 2), new Name("Abraham Lincoln", 1));
  }

  @Test
  void wordInLowerCaseIsNoName() {
    names.add(TaggedText.of("alice/PROPN", "Q/PROPN"));

    assertThat(names.best(5)).isEmpty();
  }
}
