package io.baton.samples.text;

import java.util.List;

/**
 * What was found in a text.
 *
 * @param keyTerms what it is about, the weightiest first
 * @param names whom and what it names, the most frequent first
 * @param readability how easily it is read
 */
public record Analysis(List<Term> keyTerms, List<Name> names, Readability readability) {

  /** Copies the lists. */
  public Analysis {
    keyTerms = List.copyOf(keyTerms);
    names = List.copyOf(names);
  }

  /**
   * A noun or a noun phrase, in its dictionary form.
   *
   * @param text the term in lower case
   * @param count how often it occurs
   * @param weight how much it counts as a key term, at least 0; comparable within one text
   */
  public record Term(String text, int count, double weight) {}

  /**
   * A proper name as it is written in the text.
   *
   * @param text the name
   * @param count how often it occurs
   */
  public record Name(String text, int count) {}
}
