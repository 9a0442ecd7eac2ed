package io.baton.agents.llm;

/** What a model has sent while it answers. */
public sealed interface Piece {

  /**
   * More of the answer's text.
   *
   * @param text what has been added; never empty
   */
  record Text(String text) implements Piece {}

  /**
   * More of what the model thinks before it answers, where it lets that be seen.
   *
   * @param text what has been added; never empty
   */
  record Reasoning(String text) implements Piece {}

  /**
   * The model wants a tool to be called. What text came before it in the same round is no part of
   * the answer.
   *
   * @param id the model's id of the call
   * @param tool the name of the tool
   * @param arguments JSON, as the model wrote it
   */
  record ToolCall(String id, String tool, String arguments) implements Piece {}

  /**
   * The model is asked again, because what it sent was cut off or could not be used: all text since
   * the beginning, or the last tool call, is void.
   *
   * @param reason why
   */
  record Restart(String reason) implements Piece {}
}
