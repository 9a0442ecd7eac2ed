package io.baton.events.json;

import java.util.List;
import java.util.Map;

/** A parsed document. Numbers keep their text, so that the record's type decides what they are. */
sealed interface Json {

  record Members(Map<String, Json> values) implements Json {}

  record Items(List<Json> values) implements Json {}

  record Text(String value) implements Json {}

  record Num(String literal) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  /** What it is, without what it says. */
  default String kind() {
    return switch (this) {
      case Members _ -> "an object";
      case Items _ -> "an array";
      case Text _ -> "a text";
      case Num _ -> "a number";
      case Bool _ -> "a boolean";
      case Null _ -> "null";
    };
  }

  /** What it is and, in short, what it says. */
  default String describe() {
    return switch (this) {
      case Text(var value) -> '"' + Abbreviation.of(value) + '"';
      case Num(var literal) -> Abbreviation.of(literal);
      case Bool(var value) -> String.valueOf(value);
      case Members _, Items _, Null _ -> kind();
    };
  }
}
