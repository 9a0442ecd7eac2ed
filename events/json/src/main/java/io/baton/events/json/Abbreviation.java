package io.baton.events.json;

/** Keeps texts from the wire short in messages. */
final class Abbreviation {

  private static final int LONGEST = 60;

  private Abbreviation() {}

  static String of(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
