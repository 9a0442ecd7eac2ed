package io.baton.agents.llm;

import java.util.Optional;
import java.util.Set;

/** Whom the model of a {@link SupervisorAgent} chooses. */
record SupervisorChoice(
    @Describe("The name of a member, exactly, or FINISH.") String next,
    @Describe("For a member: what it is to do, with all that it needs to know.")
        Optional<String> instruction,
    @Describe("With FINISH: the final answer.") Optional<String> answer) {

  static final String FINISH = "FINISH";

  static String rule(Set<String> members) {
    return "next is exactly one of %s, %s; instruction is given for a member, and answer with %s"
        .formatted(String.join(", ", members), FINISH, FINISH);
  }

  boolean isWhole(Set<String> members) {
    return isFinish() ? answer.isPresent() : members.contains(next) && instruction.isPresent();
  }

  boolean isFinish() {
    return next.equals(FINISH);
  }
}
