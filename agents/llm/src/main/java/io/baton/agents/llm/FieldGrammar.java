package io.baton.agents.llm;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * JSON (RFC 8259), character by character, with what models write besides: comments, single quotes,
 * bare keys, trailing commas. What is open is a list and not the stack of a thread. Confined to one
 * thread.
 */
final class FieldGrammar {

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final char NO_BREAK_SPACE = '\u00A0';

  private final FieldTree tree;
  private final FieldText text;
  private final FieldNumber number;
  private State state = State.VALUE;

  /** Where a comment goes back to. */
  private State interrupted = State.VALUE;

  private String literal = "";
  private int matched;
  private boolean isCertain;

  FieldGrammar(FieldLimits limits, Consumer<? super FieldEvent> events) {
    tree = new FieldTree(limits, events);
    text = new FieldText(limits);
    number = new FieldNumber(limits);
  }

  private enum State {
    VALUE("a value"),
    VALUE_OR_END("a value or ]"),
    KEY_OR_END("a key or }"),
    COLON("a :"),
    COMMA_OR_END("a comma or an end"),
    TEXT("a text"),
    KEY("a key"),
    BARE_KEY("a key"),
    NUMBER("a digit"),
    LITERAL("true, false or null"),
    SLASH("a comment"),
    LINE_COMMENT("a comment"),
    COMMENT("a comment"),
    COMMENT_STAR("a comment"),
    CLOSED("nothing");

    private final String expected;

    State(String expected) {
      this.expected = expected;
    }
  }

  /** Begins anew, as long as nothing is certain. */
  void clear() {
    tree.clear();
    state = State.VALUE;
  }

  /** Whether this must be JSON: something of it was told, or is about to be. */
  boolean isCertain() {
    return isCertain;
  }

  /** Whether the value is closed. */
  boolean isClosed() {
    return state == State.CLOSED;
  }

  int depth() {
    return tree.depth();
  }

  JsonNode root() {
    return tree.root();
  }

  /** What is wrong with a character that was not taken. */
  FieldException.Malformed malformed(char found, long offset) {
    return new FieldException.Malformed(state.expected, found, tree.path(), offset);
  }

  /** Tells what has come of the text that is being read. */
  void flush() {
    if (state == State.TEXT) {
      tree.piece(text.piece());
    }
  }

  /** Takes the characters that only add to a text; says where they end. */
  int takePlain(String source, int from) {
    return state == State.TEXT ? text.takePlain(source, from) : from;
  }

  /** Takes a character, unless it does not fit. */
  boolean take(char c) {
    return switch (state) {
      case VALUE -> isBetween(c) || value(c);
      case VALUE_OR_END -> isBetween(c) || (c == ']' ? close() : value(c));
      case KEY_OR_END -> isBetween(c) || (c == '}' ? close() : key(c));
      case COLON -> isBetween(c) || colon(c);
      case COMMA_OR_END -> isBetween(c) || commaOrEnd(c);
      case TEXT -> inText(c);
      case KEY -> inKey(c);
      case BARE_KEY -> inBareKey(c);
      case NUMBER -> inNumber(c);
      case LITERAL -> inLiteral(c);
      case SLASH, LINE_COMMENT, COMMENT, COMMENT_STAR -> inComment(c);
      case CLOSED -> true;
    };
  }

  /** Takes space, and the beginning of a comment. */
  private boolean isBetween(char c) {
    if (c == '/') {
      interrupted = state;
      state = State.SLASH;
      return true;
    }
    return Character.isWhitespace(c) || c == NO_BREAK_SPACE || c == BYTE_ORDER_MARK;
  }

  private boolean inComment(char c) {
    State next =
        switch (state) {
          case SLASH -> c == '/' ? State.LINE_COMMENT : c == '*' ? State.COMMENT : State.SLASH;
          case LINE_COMMENT -> c == '\n' ? interrupted : State.LINE_COMMENT;
          case COMMENT_STAR -> c == '/' ? interrupted : inStar(c);
          default -> inStar(c);
        };
    boolean fits = next != State.SLASH;
    state = next;
    return fits;
  }

  private static State inStar(char c) {
    return c == '*' ? State.COMMENT_STAR : State.COMMENT;
  }

  private boolean value(char c) {
    switch (c) {
      case '{', '[' -> open(c == '{');
      case '"', '\'' -> text(c);
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        return number(c);
      }
    }
    return true;
  }

  private void open(boolean isObject) {
    tree.begin();
    tree.open(isObject);
    state = isObject ? State.KEY_OR_END : State.VALUE_OR_END;
  }

  private void text(char quote) {
    isCertain = true;
    tree.begin();
    text.begin(quote);
    state = State.TEXT;
  }

  private void literal(String word) {
    tree.begin();
    literal = word;
    matched = 1;
    state = State.LITERAL;
  }

  private boolean number(char c) {
    number.begin();
    if (!number.take(c)) {
      return false;
    }
    tree.begin();
    state = State.NUMBER;
    return true;
  }

  private boolean inText(char c) {
    if (text.take(c)) {
      tree.piece(text.piece());
      done(JsonNodeFactory.instance.stringNode(text.whole()));
    }
    return true;
  }

  private boolean inNumber(char c) {
    if (number.take(c)) {
      return true;
    }
    if (!number.isWhole()) {
      return false;
    }
    done(number.value());
    return take(c);
  }

  private boolean inLiteral(char c) {
    if (literal.charAt(matched) != c) {
      return false;
    }
    matched++;
    if (matched == literal.length()) {
      var nodes = JsonNodeFactory.instance;
      done(literal.equals("null") ? nodes.nullNode() : nodes.booleanNode(literal.equals("true")));
    }
    return true;
  }

  private void done(JsonNode value) {
    isCertain = true;
    tree.done(value);
    state = State.COMMA_OR_END;
  }

  private boolean close() {
    isCertain = true;
    tree.close();
    state = tree.depth() == 0 ? State.CLOSED : State.COMMA_OR_END;
    return true;
  }

  private boolean commaOrEnd(char c) {
    boolean isInObject = tree.isInObject();
    if (c == ',') {
      state = isInObject ? State.KEY_OR_END : State.VALUE_OR_END;
      return true;
    }
    return c == (isInObject ? '}' : ']') && close();
  }

  private boolean colon(char c) {
    state = c == ':' ? State.VALUE : state;
    return c == ':';
  }

  private boolean key(char c) {
    if (c == '"' || c == '\'') {
      text.begin(c);
      state = State.KEY;
      return true;
    }
    text.begin((char) 0);
    state = isOfBareKey(c) && !Character.isDigit(c) && c != '-' ? State.BARE_KEY : state;
    return state == State.BARE_KEY && inBareKey(c);
  }

  /** A key that is broken over lines is more likely to be prose, as long as nothing is certain. */
  private boolean inKey(char c) {
    if (c == '\n' && !isCertain) {
      return false;
    }
    if (text.take(c)) {
      keyDone();
    }
    return true;
  }

  private boolean inBareKey(char c) {
    if (isOfBareKey(c)) {
      text.put(c);
      return true;
    }
    keyDone();
    return take(c);
  }

  private static boolean isOfBareKey(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '-';
  }

  private void keyDone() {
    tree.key(text.whole());
    state = State.COLON;
  }
}
