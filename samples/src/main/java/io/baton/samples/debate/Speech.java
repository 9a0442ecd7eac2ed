package io.baton.samples.debate;

/**
 * What one side has said.
 *
 * @param side which
 * @param point what it is about, in a word or two
 * @param answers which point of the other side it answers; empty if none
 * @param text the argument
 */
public record Speech(Side side, String point, String answers, String text) {

  /** A line, from which a debater that goes by rules reads it back. */
  String line() {
    String answered = answers.isEmpty() ? "" : ", answers " + answers;
    return "%s [%s%s] %s".formatted(side, point, answered, text.replaceAll("\\s+", " "));
  }
}
