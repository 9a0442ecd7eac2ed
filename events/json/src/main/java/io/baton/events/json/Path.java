package io.baton.events.json;

import io.baton.events.json.EventCodecException.WrongShape;
import org.jspecify.annotations.Nullable;

/**
 * Where in a document one reads, for messages. Below a secret component neither values nor keys are
 * shown.
 */
record Path(@Nullable Path parent, Object step, boolean secret) {

  static final Path ROOT = new Path(null, "", false);

  Path child(Object name) {
    return new Path(this, secret ? "*" : name, secret);
  }

  Path secretChild(String name) {
    return new Path(this, secret ? "*" : name, true);
  }

  /** The same place, of whose values nothing is shown. */
  Path hidden() {
    return new Path(parent, step, true);
  }

  WrongShape mustBe(String expected, Json found) {
    return mustBe(expected, found, null);
  }

  WrongShape mustBe(String expected, Json found, @Nullable Throwable cause) {
    String what = secret ? found.kind() : found.describe();
    return new WrongShape(
        "%s must be %s, but is %s".formatted(this, expected, what), secret ? null : cause);
  }

  WrongShape isMissing(String owner) {
    return new WrongShape("%s is missing in %s".formatted(this, owner), null);
  }

  WrongShape isRefused(String owner, Throwable cause) {
    return secret
        ? new WrongShape("%s is refused by %s".formatted(this, owner), null)
        : new WrongShape(
            "%s is refused by %s: %s".formatted(this, owner, cause.getMessage()), cause);
  }

  WrongShape isUnwritable(String why, @Nullable Throwable cause) {
    return new WrongShape(this + " " + why, secret ? null : cause);
  }

  /** The JSON Pointer. */
  @Override
  public String toString() {
    return parent == null ? "the document" : pointer();
  }

  private String pointer() {
    if (parent == null) {
      return "";
    }
    String escaped = step.toString().replace("~", "~0").replace("/", "~1");
    return parent.pointer() + "/" + Abbreviation.of(escaped);
  }
}
