package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import io.baton.agents.Answer;
import io.baton.agents.AskFailedException;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An agent that splits a problem until its parts are easy: of each problem the model gives the
 * answer, or parts, which are solved in the same way and at the same time, each in a child run that
 * begins with a {@link ProblemStep}; of their answers the model makes one.
 *
 * <p>{@code maxSteps} bounds the answers of the model in the whole tree, {@value
 * Builder#DEFAULT_TREE_STEPS} by default: a problem that is split shares what is left among its
 * parts, and with them the tokens. A part that cannot be solved ends with its own {@link
 * StopReason}; the others are combined all the same, and the whole ends with the reason of the
 * first part that has no answer.
 *
 * <p>It waits for its parts, so it belongs on a {@code VIRTUAL} route that is not ordered. A bound
 * on the concurrency of the route does no harm.
 *
 * @param <E> the type of event that it takes
 */
public final class RecursiveSolver<E extends Event> extends TaskAgent<E> {

  private final int maxDepth;
  private final int maxSteps;
  private final long maxTokens;
  private final LlmAgent<ProblemStep.Solve, ProblemDecision> solver;
  private final LlmAgent<ProblemStep.Combine, String> combiner;

  private RecursiveSolver(Builder<E> builder) {
    super(
        builder,
        Set.of(ProblemStep.Solve.class, ProblemStep.Combine.class),
        Set.of(ProblemSolved.class));
    maxDepth = builder.maxDepth;
    maxSteps = builder.steps();
    maxTokens = builder.tokens();
    int maxParts = builder.maxParts;
    solver =
        builder
            .asking(
                LlmAgent.builder(ProblemStep.Solve.class, ProblemDecision.class),
                "You are given a problem. Give its answer if it is easy enough; otherwise split"
                    + " it.")
            .prompt(this::prompt)
            .check(ProblemDecision.rule(maxParts), decision -> decision.isWhole(maxParts))
            .onReply(this::decide)
            .build();
    combiner =
        builder
            .asking(
                LlmAgent.builder(ProblemStep.Combine.class),
                "You are given a problem and the answers to its parts. Make one answer of them.")
            .prompt(RecursiveSolver::prompt)
            .onReply(this::combined)
            .build();
  }

  /** Starts to build one. */
  public static <E extends Event> Builder<E> builder(Class<E> event) {
    return new Builder<>(event);
  }

  @Override
  TaskStep first(AgentTask task) {
    return new ProblemStep.Solve(task, task.text(), 0, maxSteps, maxTokens, Effort.NONE);
  }

  @Override
  List<? extends Event> turn(TaskStep step, AgentContext context) throws Exception {
    return switch (step) {
      case ProblemStep.Solve solve -> solver.receive(solve, context);
      case ProblemStep.Combine combine -> combiner.receive(combine, context);
      default -> throw new IllegalArgumentException("no step of this agent: " + step);
    };
  }

  @Override
  List<? extends Event> failed(TaskStep step, StopReason reason, String detail, Effort effort)
      throws Exception {
    return over((ProblemStep) step, reason, "", detail, effort);
  }

  private List<? extends Event> decide(
      ProblemStep.Solve step, Reply<ProblemDecision> reply, AgentContext context) throws Exception {
    ProblemDecision decision = reply.data();
    Effort effort = step.effort().plus(reply.meta());
    if (decision.choice() == ProblemDecision.Choice.SOLVE) {
      return over(step, StopReason.SOLVED, decision.answer().orElse(""), "", effort);
    }
    int count = decision.parts().size();
    int stepsEach = (step.steps() - 2) / count; // without this one and the one that combines
    long tokensEach = (step.tokens() - effort.tokens()) / count;
    if (step.depth() >= maxDepth) {
      return over(step, StopReason.DEPTH, "", "it would be split at depth " + step.depth(), effort);
    }
    if (stepsEach < 1) {
      return over(
          step, StopReason.STEPS, "", step.steps() + " steps do not suffice for its parts", effort);
    }
    if (tokensEach < 1) {
      return over(step, StopReason.BUDGET, "", "no tokens are left for its parts", effort);
    }
    var parts =
        decision.parts().stream()
            .map(part ->
                new ProblemStep.Solve(
                    step.task(), part, step.depth() + 1, stepsEach, tokensEach, Effort.NONE))
            .toList();
    return solved(step, solve(parts, context), effort);
  }

  private static List<ProblemSolved> solve(List<ProblemStep.Solve> parts, AgentContext context)
      throws InterruptedException {
    List<Answer<ProblemSolved>> answers =
        parts.stream().map(part -> context.ask(part, ProblemSolved.class)).toList();
    var solved = new ArrayList<ProblemSolved>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      solved.add(get(parts.get(i), answers.get(i)));
    }
    return solved;
  }

  private static ProblemSolved get(ProblemStep.Solve part, Answer<ProblemSolved> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (AskFailedException e) {
      return new ProblemSolved(
          part.task(),
          part.problem(),
          StopReason.FAILED,
          "",
          String.valueOf(e.getMessage()),
          Effort.NONE);
    }
  }

  private List<? extends Event> solved(
      ProblemStep.Solve step, List<ProblemSolved> parts, Effort own) throws Exception {
    Effort effort = parts.stream().map(ProblemSolved::effort).reduce(own, Effort::plus);
    if (parts.stream().noneMatch(ProblemSolved::isSolved)) {
      ProblemSolved first = parts.getFirst();
      return over(step, first.reason(), "", describe(first), effort);
    }
    return List.of(
        new ProblemStep.Combine(step.task(), step.problem(), step.depth(), parts, effort));
  }

  private List<? extends Event> combined(
      ProblemStep.Combine step, Reply<String> reply, AgentContext context) throws Exception {
    Effort effort = step.effort().plus(reply.meta());
    var unsolved = step.parts().stream().filter(part -> !part.isSolved()).findFirst();
    return unsolved.isEmpty()
        ? over(step, StopReason.SOLVED, reply.data(), "", effort)
        : over(step, unsolved.get().reason(), reply.data(), describe(unsolved.get()), effort);
  }

  private static String describe(ProblemSolved part) {
    return "part \"%s\": %s".formatted(ModelException.shown(part.problem()), part.detail());
  }

  private List<? extends Event> over(
      ProblemStep step, StopReason reason, String answer, String detail, Effort effort)
      throws Exception {
    return step.depth() == 0
        ? end(step.task(), reason, answer, detail, effort)
        : List.of(new ProblemSolved(step.task(), step.problem(), reason, answer, detail, effort));
  }

  private String prompt(ProblemStep.Solve step) {
    String whole =
        step.depth() == 0 ? "" : "It is a part of this problem: " + step.task().text() + "\n\n";
    String limit = step.depth() < maxDepth ? "" : "\n\nIt must not be split any more.";
    return whole + "The problem: " + step.problem() + limit;
  }

  private static String prompt(ProblemStep.Combine step) {
    var text = new StringBuilder("The problem: " + step.problem());
    int number = 1;
    for (var part : step.parts()) {
      text.append(
          "\n\nPart %d: %s\nAnswer: %s"
              .formatted(
                  number++,
                  part.problem(),
                  part.isSolved() ? part.answer() : "none, " + part.detail()));
    }
    return text.toString();
  }

  /**
   * Builds a {@link RecursiveSolver}. For one thread.
   *
   * @param <E> the type of event that the agent takes
   */
  public static final class Builder<E extends Event> extends TaskAgentBuilder<E, Builder<E>> {

    /** How many answers of the model the whole tree may take. */
    public static final int DEFAULT_TREE_STEPS = 50;

    /** How deep problems are split. */
    public static final int DEFAULT_MAX_DEPTH = 3;

    /** Into how many parts one problem is split. */
    public static final int DEFAULT_MAX_PARTS = 8;

    private int maxDepth = DEFAULT_MAX_DEPTH;
    private int maxParts = DEFAULT_MAX_PARTS;

    private Builder(Class<E> type) {
      super(type);
      maxSteps(DEFAULT_TREE_STEPS);
    }

    @Override
    Builder<E> self() {
      return this;
    }

    /**
     * Sets how deep problems are split; {@value #DEFAULT_MAX_DEPTH} by default. At 0 none is.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder<E> maxDepth(int most) {
      maxDepth = Checks.atLeast("maxDepth", 0, most);
      return this;
    }

    /**
     * Sets into how many parts one problem is split; {@value #DEFAULT_MAX_PARTS} by default. A
     * model that gives more is asked again.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder<E> maxParts(int most) {
      maxParts = Checks.atLeast("maxParts", 1, most);
      return this;
    }

    /**
     * The agent.
     *
     * @throws IllegalStateException if something is missing
     */
    public RecursiveSolver<E> build() {
      return new RecursiveSolver<>(this);
    }
  }
}
