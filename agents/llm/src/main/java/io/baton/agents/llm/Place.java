package io.baton.agents.llm;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where in a document one reads: {@code items[2].price}. Immutable. */
record Place(@Nullable Place parent, String step) {

  static final Place ROOT = new Place(null, "");

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$-]*");

  /** The place of a property. */
  Place child(String name) {
    return new Place(this, PLAIN.matcher(name).matches() ? name : "[\"" + name + "\"]");
  }

  /** The place of an element. */
  Place child(int index) {
    return new Place(this, "[" + index + "]");
  }

  /** The path; empty for the document itself. */
  @Override
  public String toString() {
    if (parent == null) {
      return step;
    }
    String before = parent.toString();
    return before.isEmpty() || step.startsWith("[") ? before + step : before + "." + step;
  }
}
