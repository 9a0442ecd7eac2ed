package io.baton.samples.text;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the words of a text, as a reader counts them: "don't" and "rabbit-hole" are one each. */
final class Words {
  // possessive, so that a word of a million parts needs no stack
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]++(?:['\u2019-][\\p{L}\\p{M}\\p{N}]++)*+");

  private Words() {}

  static List<String> of(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).toList();
  }

  static int count(String text) {
    Matcher matcher = WORD.matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
