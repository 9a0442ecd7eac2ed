package io.baton.agents.llm;

/** What keeps the fields of an answer from being read; its subclasses are all the reasons. */
public abstract sealed class FieldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private FieldException(String message) {
    super(message);
  }

  /** A value that began as JSON and does not go on as such. */
  public static final class Malformed extends FieldException {

    private static final long serialVersionUID = 1L;
    private final long offset;

    Malformed(String expected, char found, FieldPath path, long offset) {
      super(
          "answer must have %s at character %d, in \"%s\", but has %s"
              .formatted(expected, offset, path, shown(found)));
      this.offset = offset;
    }

    private static String shown(char c) {
      return Character.isISOControl(c) || Character.isSurrogate(c)
          ? "U+%04X".formatted((int) c)
          : "'" + c + "'";
    }

    /** Which character of the answer does not fit, counted from 0. */
    public long offset() {
      return offset;
    }
  }

  /** An answer beyond one of its {@link FieldLimits}. */
  public static final class LimitExceeded extends FieldException {

    private static final long serialVersionUID = 1L;
    private final FieldLimit limit;
    private final int bound;
    private final long value;

    LimitExceeded(FieldLimit limit, int bound, long value) {
      super("%s must be at most %d, but reaches %d".formatted(limit.text(), bound, value));
      this.limit = limit;
      this.bound = bound;
      this.value = value;
    }

    /** Which limit it was. */
    public FieldLimit limit() {
      return limit;
    }

    /** What it was set to. */
    public int bound() {
      return bound;
    }

    /** What the answer had reached when it was given up. */
    public long value() {
      return value;
    }
  }

  /** An answer without any JSON object or array, or with one that was cut off. */
  public static final class NoValue extends FieldException {

    private static final long serialVersionUID = 1L;
    private final String text;

    NoValue(String what, String text) {
      super("answer %s: \"%s\"".formatted(what, text));
      this.text = text;
    }

    /** The answer; of a long one, its beginning. */
    public String text() {
      return text;
    }
  }

  /** A thread that was interrupted while it waited for an event; its flag is set. */
  public static final class Interrupted extends FieldException {

    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("interrupted while waiting for the fields of an answer");
    }
  }
}
