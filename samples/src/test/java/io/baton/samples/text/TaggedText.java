package io.baton.samples.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes tokens as "text/TAG". */
final class TaggedText {

  private TaggedText() {}

  static List<Token> of(String... tokens) {
    return Stream.of(tokens).map(TaggedText::token).toList();
  }

  private static Token token(String token) {
    int slash = token.indexOf('/');
    String text = token.substring(0, slash);
    return new Token(text, token.substring(slash + 1), text.toLowerCase(Locale.ROOT));
  }
}
