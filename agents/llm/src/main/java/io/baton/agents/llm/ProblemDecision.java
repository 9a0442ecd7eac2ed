package io.baton.agents.llm;

import java.util.List;
import java.util.Optional;

/** What the model of a {@link RecursiveSolver} does with a problem. */
record ProblemDecision(
    Choice choice,
    @Describe("With SOLVE: the answer.") Optional<String> answer,
    @Describe("With SPLIT: the parts, each a problem that can be understood alone.")
        List<String> parts) {

  enum Choice {
    @Describe("Give the answer.")
    SOLVE,
    @Describe("Split it into parts that are easier.")
    SPLIT
  }

  static String rule(int maxParts) {
    return "answer is given with SOLVE, and 1 to %d parts with SPLIT".formatted(maxParts);
  }

  boolean isWhole(int maxParts) {
    return switch (choice) {
      case SOLVE -> answer.isPresent();
      case SPLIT -> !parts.isEmpty() && parts.size() <= maxParts;
    };
  }
}
