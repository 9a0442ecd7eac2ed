package io.baton.agents.llm;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Reads the one JSON value in a text that comes in fragments, and tells its fields as they come.
 *
 * <p>The value is the first object or array in the text; prose and fences before it are skipped,
 * and what follows it is ignored. Comments, single quotes, bare keys, trailing commas and raw line
 * breaks in texts are taken, and escapes that JSON does not have stand for themselves; anything
 * else that is no JSON is refused. How the text is cut decides only how the pieces of texts are
 * cut. Each character costs the same, whatever came before and however deep it stands.
 *
 * <p>Not thread-safe: one thread at a time.
 */
public final class FieldScanner {

  private final FieldLimits limits;
  private final Consumer<? super FieldEvent> events;
  private final FieldGrammar grammar;
  private final FieldFinder finder;

  /** How much of the text was accepted before the value ended. */
  private long accepted;

  private boolean isBroken;
  private boolean isEnded;

  /** A scanner for any object or array, with the limits that hold by default. */
  public FieldScanner(Consumer<? super FieldEvent> events) {
    this(FieldShape.any(), FieldLimits.defaults(), events);
  }

  /**
   * A scanner.
   *
   * @param shape what is declared; where it must be an object, no array is taken for it, and vice
   *     versa
   * @param limits how much is read
   * @param events gets the events, within {@link #accept} and {@link #end}
   */
  public FieldScanner(FieldShape shape, FieldLimits limits, Consumer<? super FieldEvent> events) {
    this.limits = Objects.requireNonNull(limits, "limits must not be null");
    this.events = Objects.requireNonNull(events, "events must not be null");
    grammar = new FieldGrammar(limits, events);
    finder = new FieldFinder(Objects.requireNonNull(shape, "shape must not be null"), grammar);
  }

  /**
   * Takes the next fragment of the text; it may be empty.
   *
   * @throws FieldException if the value does not go on as JSON, or is beyond a limit; what came
   *     before was told
   * @throws IllegalStateException after that, and after the end
   */
  public void accept(CharSequence fragment) {
    if (isBroken || isEnded) {
      throw new IllegalStateException(
          "scanner takes no text any more: " + (isEnded ? "it has ended" : "it has failed"));
    }
    if (grammar.isClosed()) {
      return;
    }
    isBroken = true; // unless all goes well
    String text = fragment.toString();
    int length = (int) Math.min(text.length(), limits.textLength() - accepted);
    read(text.substring(0, length));
    accepted += length;
    if (length < text.length() && !grammar.isClosed()) {
      limits.check(FieldLimit.TEXT_LENGTH, accepted + 1);
    }
    isBroken = false;
  }

  /** Whether the value is whole: no more text is needed, and what still comes is ignored. */
  public boolean isClosed() {
    return grammar.isClosed();
  }

  /**
   * Says that the text is over, and tells the end; also after a failure, as an end of a text that
   * was cut off there.
   *
   * @throws FieldException if what was thought to be prose up to now is a value that does not go on
   *     as JSON; the end was told
   * @throws IllegalStateException if it was told before
   */
  public void end() {
    if (isEnded) {
      throw new IllegalStateException("scanner has ended already");
    }
    isEnded = true;
    boolean hasBegun = isBroken || grammar.isCertain();
    try {
      if (!hasBegun) {
        hasBegun = finder.end();
        readFound();
      }
    } finally {
      grammar.flush();
      boolean isCut = hasBegun && !grammar.isClosed();
      events.accept(new FieldEvent.End(grammar.root(), isCut));
    }
  }

  private void read(String fragment) {
    try {
      if (grammar.isCertain()) {
        readCertain(fragment, accepted);
      } else {
        finder.search(fragment);
        readFound();
      }
    } finally {
      grammar.flush();
    }
  }

  private void readFound() {
    if (grammar.isCertain()) {
      readCertain(finder.rest(), finder.offset());
    }
  }

  private void readCertain(String text, long offset) {
    int at = 0;
    while (at < text.length() && !grammar.isClosed()) {
      at = grammar.takePlain(text, at);
      if (at < text.length()) {
        char c = text.charAt(at);
        if (!grammar.take(c)) {
          throw grammar.malformed(c, offset + at);
        }
        at++;
      }
    }
  }
}
