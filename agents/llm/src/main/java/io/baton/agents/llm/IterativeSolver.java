package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An agent that improves a draft until it is good: in each turn the model gives a draft, and a
 * critic says what is wrong with it, which the model sees in its next turn. Turns are {@link
 * SolverStep}s.
 *
 * <p>When the critic has nothing to say, the task ends as {@code SOLVED}; after {@code maxSteps}
 * drafts as {@code STEPS}, with the last draft as its answer and the last critique as its detail.
 *
 * @param <E> the type of event that it takes
 * @param <R> what a draft is read as
 */
public final class IterativeSolver<E extends Event, R> extends TaskAgent<E> {

  private final LlmAgent<SolverStep, R> drafter;
  private final Critic<? super E, ? super R> critic;
  private final LlmAgent.@Nullable ToEvent<? super E, ? super R> solution;

  private IterativeSolver(Builder<E, R> builder) {
    super(builder, Set.of(SolverStep.class), builder.solutions);
    critic = builder.given("a critic", builder.critic);
    solution = builder.solution;
    drafter =
        builder
            .asking(builder.drafts, "You give a draft, and improve it by what is said about it.")
            .prompt(IterativeSolver::prompt)
            .onReply(this::judge)
            .build();
  }

  /** Starts to build one whose drafts are texts. */
  public static <E extends Event> Builder<E, String> builder(Class<E> event) {
    return new Builder<>(event, LlmAgent.builder(SolverStep.class));
  }

  /**
   * Starts to build one whose drafts are read as a record, or as any other type that has a JSON
   * form.
   *
   * @throws IllegalArgumentException if something in the type has none; it names type and component
   */
  public static <E extends Event, R> Builder<E, R> builder(Class<E> event, Class<R> draft) {
    return new Builder<>(event, LlmAgent.builder(SolverStep.class, draft));
  }

  /**
   * What judges a draft. It may block, and ask other agents by the context.
   *
   * @param <E> the type of event that is worked on
   * @param <R> what a draft is read as
   */
  @FunctionalInterface
  public interface Critic<E, R> {

    /**
     * Judges a draft.
     *
     * @return what is wrong with it, in words for the model; empty if it is good
     * @throws Exception as the delivery's failure
     */
    Optional<String> judge(E about, R draft, AgentContext context) throws Exception;
  }

  @Override
  TaskStep first(AgentTask task) {
    return new SolverStep(task, List.of(), Effort.NONE);
  }

  @Override
  List<? extends Event> turn(TaskStep step, AgentContext context) throws Exception {
    return drafter.receive((SolverStep) step, context);
  }

  private List<? extends Event> judge(SolverStep step, Reply<R> reply, AgentContext context)
      throws Exception {
    AgentTask task = step.task();
    R draft = reply.data();
    Effort effort = step.effort().plus(reply.meta());
    Optional<String> critique;
    try {
      critique = critic.judge(about(task), draft, context);
    } catch (ModelException e) {
      return unanswered(step, e, effort);
    }
    if (critique.isEmpty()) {
      return solution == null
          ? end(task, StopReason.SOLVED, reply.text(), "", effort)
          : Collections.singletonList(solution.apply(about(task), draft));
    }
    StopReason bound = bound(effort);
    if (bound != null) {
      return end(
          task, bound, reply.text(), boundDetail(bound, effort) + "; " + critique.get(), effort);
    }
    var tries = new ArrayList<>(step.tries());
    tries.add(new SolverStep.Try(reply.text(), critique.get()));
    return List.of(new SolverStep(task, tries, effort));
  }

  private static String prompt(SolverStep step) {
    var text = new StringBuilder(step.task().text());
    int number = 1;
    for (var each : step.tries()) {
      text.append(
          """


          Draft %d: %s
          What is wrong with it: %s\
          """
              .formatted(number++, each.draft(), each.critique()));
    }
    return text.append(step.tries().isEmpty() ? "" : "\n\nGive a better one.").toString();
  }

  /**
   * Builds an {@link IterativeSolver}; a critic is needed. For one thread.
   *
   * @param <E> the type of event that the agent takes
   * @param <R> what a draft is read as
   */
  public static final class Builder<E extends Event, R> extends TaskAgentBuilder<E, Builder<E, R>> {

    private final LlmAgentBuilder<SolverStep, R> drafts;
    private @Nullable Critic<? super E, ? super R> critic;
    private LlmAgent.@Nullable ToEvent<? super E, ? super R> solution;
    private Set<Class<? extends Event>> solutions = Set.of();

    private Builder(Class<E> type, LlmAgentBuilder<SolverStep, R> drafts) {
      super(type);
      this.drafts = drafts;
    }

    @Override
    Builder<E, R> self() {
      return this;
    }

    /** Sets who judges drafts. */
    public Builder<E, R> critic(Critic<? super E, ? super R> by) {
      critic = by;
      return this;
    }

    /**
     * Sets the event that a good draft is answered with; other ends are answered as {@link #answer}
     * says.
     *
     * @param type what the function makes, for the router's check
     */
    public Builder<E, R> solution(
        Class<? extends Event> type, LlmAgent.ToEvent<? super E, ? super R> function) {
      solution = function;
      solutions = Set.of(type);
      return this;
    }

    /**
     * The agent.
     *
     * @throws IllegalStateException if something is missing
     */
    public IterativeSolver<E, R> build() {
      return new IterativeSolver<>(this);
    }
  }
}
