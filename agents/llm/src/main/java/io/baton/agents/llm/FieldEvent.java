package io.baton.agents.llm;

import tools.jackson.databind.JsonNode;

/**
 * What has become known of a structured answer while the model is still writing it.
 *
 * <p>Values are Jackson's, so that a part of an answer is bound like the whole: {@code
 * mapper.treeToValue(done.value(), Item.class)}. All readers share them, and they must not be
 * changed.
 */
public sealed interface FieldEvent {

  /**
   * More of a text. The pieces of a path, joined, are its value; how they are cut depends on how
   * the model's text came. No piece is empty, and none ends within a character.
   *
   * @param path of the text
   * @param text what has been added to it
   */
  record Delta(FieldPath path, String text) implements FieldEvent {}

  /**
   * A value is closed: once for every path, after all its pieces and after everything inside it.
   * Numbers, booleans and {@code null} have no other event.
   *
   * @param path of the value
   * @param value what it is
   */
  record Done(FieldPath path, JsonNode value) implements FieldEvent {}

  /**
   * What was told of a path, and of everything inside it, is void: its key is given again, or, at
   * the root, the model is asked again. What holds is told next.
   *
   * @param path of what is void
   */
  record Reset(FieldPath path) implements FieldEvent {}

  /**
   * Nothing comes any more; once, and last.
   *
   * @param tree the whole value; a missing node if there was none; if the text was cut off, all
   *     values that were done, in the objects and arrays that were not
   * @param truncated whether the text ended before the value did
   */
  record End(JsonNode tree, boolean truncated) implements FieldEvent {

    /** Whether there was a whole value. */
    public boolean isWhole() {
      return !truncated && !tree.isMissingNode();
    }
  }
}
