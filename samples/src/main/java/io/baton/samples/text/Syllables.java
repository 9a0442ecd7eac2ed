package io.baton.samples.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Estimates syllables by spelling: groups of vowels, less a silent e, plus vowels that are spoken
 * apart. Right for most English words, off by one for some.
 */
final class Syllables {
  private static final Pattern VOWELS = Pattern.compile("[aeiouy]++");
  private static final Pattern SILENT_E =
      Pattern.compile("(?:[^aeiouyl]|[aeiouyl]l)(?:e|es|ed)$"); // but not the one of "table"
  private static final Pattern SPOKEN_E =
      Pattern.compile("(?:[sxzcg]|ch|sh)es$|(?:[td]|dr)ed$"); // boxes, wanted, hundred
  private static final Pattern APART =
      Pattern.compile("(?<![cgst]|ll)i[ao]|(?<![qg])ua|[aeiouy]ing$|creat|poe[mt]|scien|quiet");
  private static final Pattern CONTRACTED = Pattern.compile("['\u2019][a-z]{0,2}$");

  private static final Pattern MARKS = Pattern.compile("\\p{M}++");

  private Syllables() {}

  /** At least 1, whatever the word. */
  static int of(String word) {
    int count = 0;
    for (String part : plain(word).split("-", -1)) {
      count += ofPart(CONTRACTED.matcher(part).replaceAll(""));
    }
    return Math.max(1, count);
  }

  /** In lower case and without accents. */
  private static String plain(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD)).replaceAll("");
  }

  private static int ofPart(String part) {
    int count = matches(VOWELS, part) + matches(APART, part);
    if (SILENT_E.matcher(part).find() && !SPOKEN_E.matcher(part).find()) {
      count--;
    }
    return part.isEmpty() ? 0 : Math.max(1, count);
  }

  private static int matches(Pattern pattern, String part) {
    return (int) pattern.matcher(part).results().count();
  }
}
