package io.baton.samples.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes texts apart, so that rules see whole words and never parts of words. */
public final class Wording {

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}']+");
  private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=[.!?])\\s+");

  private Wording() {}

  /** The words of a text, in lower case. */
  public static List<String> words(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replace('’', '\'');
    return Arrays.stream(BETWEEN_WORDS.split(plain)).filter(word -> !word.isEmpty()).toList();
  }

  /** The sentences of a text, by their points and marks. */
  public static List<String> sentences(String text) {
    return Arrays.stream(BETWEEN_SENTENCES.split(text.strip()))
        .filter(sentence -> !sentence.isEmpty())
        .toList();
  }
}
