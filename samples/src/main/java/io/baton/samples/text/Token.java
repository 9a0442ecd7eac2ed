package io.baton.samples.text;

/**
 * A word or a sign of a sentence.
 *
 * @param text as it is written
 * @param tag its part of speech, by the Universal Dependencies
 * @param lemma the dictionary form of a noun; anything else in lower case
 */
record Token(String text, String tag, String lemma) {
  static final String NOUN = "NOUN";

  boolean isNoun() {
    return tag.equals(NOUN);
  }

  boolean isAdjective() {
    return tag.equals("ADJ");
  }

  boolean isName() {
    return tag.equals("PROPN") && Character.isUpperCase(text.codePointAt(0));
  }
}
