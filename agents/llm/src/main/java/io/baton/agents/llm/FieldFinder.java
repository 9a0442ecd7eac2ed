package io.baton.agents.llm;

/**
 * Finds where JSON begins in a text that may begin with prose. Every brace or bracket may be its
 * beginning, and is taken to be until a character does not fit. The search then goes on behind the
 * innermost bracket that was open: whatever began at an outer one has failed by the same character.
 * What was read of a key or a comment is so read again, in all at most twice the length of the
 * text; past that it is skipped, so that the time is linear for hostile text too. Confined to one
 * thread.
 */
final class FieldFinder {

  private static final int MOST_READ_AGAIN = 2;
  private static final int NOWHERE = -1;

  private final FieldShape shape;
  private final FieldGrammar grammar;

  /** The text from the supposed beginning on. */
  private final StringBuilder window = new StringBuilder();

  private long windowOffset;
  private int at;
  private int start = NOWHERE;
  private int innermost;
  private long readAgain;

  FieldFinder(FieldShape shape, FieldGrammar grammar) {
    this.shape = shape;
    this.grammar = grammar;
  }

  /** How much of the text was read or skipped. */
  long offset() {
    return windowOffset + at;
  }

  /** Searches on in the next fragment. */
  void search(String fragment) {
    window.append(fragment);
    search();
    if (!grammar.isCertain()) {
      forget();
    }
  }

  /** What was not read, since there is certainly JSON before it. */
  String rest() {
    return window.substring(at);
  }

  /** Says that the text is over; whether JSON may just have begun. */
  boolean end() {
    boolean hasBegun = false;
    while (start != NOWHERE && !grammar.isCertain()) {
      hasBegun = true;
      reject();
      search();
    }
    return hasBegun;
  }

  private void search() {
    while (at < window.length() && !grammar.isCertain()) {
      char c = window.charAt(at);
      if (start == NOWHERE) {
        look(c);
      } else {
        read(c);
      }
    }
  }

  private void look(char c) {
    if ((c == '{' || c == '[') && shape.mayBeginWith(c)) {
      grammar.take(c);
      start = at;
      innermost = at;
    }
    at++;
  }

  private void read(char c) {
    int depth = grammar.depth();
    if (!grammar.take(c)) {
      reject();
      return;
    }
    if (grammar.depth() > depth) {
      innermost = at;
    }
    at++;
  }

  private void reject() {
    int again = innermost + 1;
    readAgain += at - again;
    if (readAgain <= MOST_READ_AGAIN * offset()) {
      at = again;
    }
    start = NOWHERE;
    grammar.clear();
  }

  private void forget() {
    int length = start == NOWHERE ? window.length() : start;
    window.delete(0, length);
    windowOffset += length;
    at -= length;
    innermost -= length;
    start = start == NOWHERE ? NOWHERE : 0;
  }
}
