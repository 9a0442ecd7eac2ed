package io.baton.agents.llm;

import java.util.Optional;

/** What the model of a {@link ReActAgent} wants to do next. */
record ReActDecision(
    @Describe("What you know and what is missing, in a few words.") String thought,
    Choice choice,
    @Describe("With ACT: the name of the tool.") Optional<String> tool,
    @Describe("With ACT: the tool's input, as JSON text.") Optional<String> input,
    @Describe("With FINISH: the final answer.") Optional<String> answer) {

  static final String RULE = "tool and input are given with ACT, and answer with FINISH";

  enum Choice {
    @Describe("Call one tool.")
    ACT,
    @Describe("Give the final answer.")
    FINISH
  }

  /** Whether {@link #RULE} holds. */
  boolean isWhole() {
    return switch (choice) {
      case ACT -> tool.isPresent() && input.isPresent();
      case FINISH -> answer.isPresent();
    };
  }
}
