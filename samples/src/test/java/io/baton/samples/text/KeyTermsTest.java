package io.baton.samples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.samples.text.Analysis.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTermsTest {
  private final KeyTerms terms = new KeyTerms();

  @Test
  void termInsideALongerOneCountsOnlyAsFarAsItStandsAlone() {
    add("Solar/ADJ", "energy/NOUN", "is/AUX", "solar/ADJ", "energy/NOUN");
    add("Energy/NOUN", "rises/VERB");

    List<Term> best = terms.best(10);

    assertThat(best).extracting(Term::text).containsExactly("solar energy", "energy");
    assertThat(best).extracting(Term::count).containsExactly(2, 3);
    assertThat(best.getFirst().weight()).isCloseTo(2 * Math.log(3) / Math.log(2), within(1e-9));
    assertThat(best.getLast().weight()).isCloseTo(1, within(1e-9));
  }

  @Test
  void phraseThatOccursOnceIsNoTerm() {
    add("a/DET", "deep/ADJ", "well/NOUN");

    assertThat(terms.best(10)).extracting(Term::text).containsExactly("well");
  }

  @Test
  void amongEqualsTheEarliestIsFirst() {
    add("zebra/NOUN", "and/CCONJ", "ant/NOUN");
    add("bee/NOUN");

    assertThat(terms.best(2)).extracting(Term::text).containsExactly("zebra", "ant");
  }

  @Test
  void numbersAndSignsAreNoTerms() {
    add("1863/NOUN", "x/NOUN", "a+b/NOUN");

    assertThat(terms.best(10)).isEmpty();
  }

  private void add(String... tokens) {
    terms.add(TaggedText.of(tokens));
  }
}
