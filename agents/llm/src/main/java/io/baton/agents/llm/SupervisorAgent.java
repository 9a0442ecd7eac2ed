package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An agent that has others do the work: in each turn the model chooses one of its members by its
 * exact name and says what it is to do, or gives the final answer. A member is an event and the
 * type of its answer, so any agents on the dispatcher can be one; it is asked in a child run. Turns
 * are {@link SupervisorStep}s.
 *
 * <p>A model that names nobody is asked again, as {@code repairs} allow, then the task ends as
 * {@code FAILED}. What a member gave, or why it gave nothing, the model sees in its next turn.
 * After {@code maxSteps} choices without an answer the task ends as {@code STEPS}.
 *
 * <p>It waits for its members, so it belongs on a {@code VIRTUAL} route; where that is ordered, a
 * {@link Builder#memberTimeout} is needed.
 *
 * @param <E> the type of event that it takes
 */
public final class SupervisorAgent<E extends Event> extends TaskAgent<E> {

  private final Map<String, SupervisorMember<?>> members;
  private final @Nullable Duration memberTimeout;
  private final LlmAgent<SupervisorStep.Choose, SupervisorChoice> chooser;

  private SupervisorAgent(Builder<E> builder) {
    super(builder, Set.of(SupervisorStep.Choose.class, SupervisorStep.Delegate.class), Set.of());
    members = new LinkedHashMap<>(builder.members);
    memberTimeout = builder.memberTimeout;
    Set<String> names = members.keySet();
    chooser =
        builder
            .asking(
                LlmAgent.builder(SupervisorStep.Choose.class, SupervisorChoice.class),
                rules(builder.steps()))
            .prompt(SupervisorAgent::prompt)
            .check(SupervisorChoice.rule(names), choice -> choice.isWhole(names))
            .onReply(this::decide)
            .build();
  }

  /** Starts to build one. */
  public static <E extends Event> Builder<E> builder(Class<E> event) {
    return new Builder<>(event);
  }

  @Override
  TaskStep first(AgentTask task) {
    return new SupervisorStep.Choose(task, List.of(), Effort.NONE);
  }

  @Override
  List<? extends Event> turn(TaskStep step, AgentContext context) throws Exception {
    return switch (step) {
      case SupervisorStep.Choose choose -> chooser.receive(choose, context);
      case SupervisorStep.Delegate delegate -> delegate(delegate, context);
      default -> throw new IllegalArgumentException("no step of this agent: " + step);
    };
  }

  private List<? extends Event> decide(
      SupervisorStep.Choose step, Reply<SupervisorChoice> reply, AgentContext context)
      throws Exception {
    SupervisorChoice choice = reply.data();
    Effort effort = step.effort().plus(reply.meta());
    if (choice.isFinish()) {
      return end(step.task(), StopReason.SOLVED, choice.answer().orElse(""), "", effort);
    }
    StopReason bound = bound(effort);
    if (bound != null) {
      return end(step.task(), bound, "", boundDetail(bound, effort), effort);
    }
    return List.of(
        new SupervisorStep.Delegate(
            step.task(), step.turns(), effort, choice.next(), choice.instruction().orElse("")));
  }

  private List<? extends Event> delegate(SupervisorStep.Delegate step, AgentContext context)
      throws InterruptedException {
    SupervisorMember<?> member = members.get(step.member());
    String report =
        member == null
            ? "There is no member %s any more.".formatted(step.member())
            : member.ask(step.instruction(), context, memberTimeout);
    var turns = new ArrayList<>(step.turns());
    turns.add(new SupervisorStep.Turn(step.member(), step.instruction(), report));
    return List.of(new SupervisorStep.Choose(step.task(), turns, step.effort()));
  }

  private String rules(int maxSteps) {
    return """
    You lead these members:
    %s
    You work in turns, %d at most. In each turn you either choose one member and say what it is \
    to do, and see its report in the next turn, or you finish with the answer.\
    """
        .formatted(
            members.values().stream()
                .map(member -> "- %s: %s".formatted(member.name(), member.description()))
                .collect(Collectors.joining("\n")),
            maxSteps);
  }

  private static String prompt(SupervisorStep.Choose step) {
    var text = new StringBuilder(step.task().text());
    int number = 1;
    for (var turn : step.turns()) {
      text.append(
          "\n\nTurn %d\n%s was told: %s\nReport: %s"
              .formatted(number++, turn.member(), turn.instruction(), turn.report()));
    }
    return text.toString();
  }

  /**
   * Builds a {@link SupervisorAgent}; at least one member is needed. For one thread.
   *
   * @param <E> the type of event that the agent takes
   */
  public static final class Builder<E extends Event> extends TaskAgentBuilder<E, Builder<E>> {

    private final Map<String, SupervisorMember<?>> members = new LinkedHashMap<>();
    private @Nullable Duration memberTimeout;

    private Builder(Class<E> type) {
      super(type);
    }

    @Override
    Builder<E> self() {
      return this;
    }

    /**
     * Adds a member.
     *
     * @param name what the model calls it; letter case counts
     * @param description what it can do, for the model
     * @param order makes the event by which it is asked, of the model's instruction
     * @param answer the event that it answers with
     * @param report what the model is told of that event
     * @throws IllegalArgumentException if the name is blank, {@code FINISH}, or there already
     */
    public <A extends Event> Builder<E> member(
        String name,
        String description,
        Function<? super String, ? extends Event> order,
        Class<A> answer,
        Function<? super A, String> report) {
      if (name.isBlank() || name.equals(SupervisorChoice.FINISH) || members.containsKey(name)) {
        throw new IllegalArgumentException(
            "the name of a member must not be blank, FINISH or that of another, but is \"%s\""
                .formatted(name));
      }
      members.put(name, new SupervisorMember<>(name, description, order, answer, report));
      return this;
    }

    /**
     * Sets how long a member is waited for; no limit by default. One that is late is cancelled, and
     * the model is told so.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder<E> memberTimeout(Duration limit) {
      memberTimeout = Checks.positive("memberTimeout", limit);
      return this;
    }

    /**
     * The agent.
     *
     * @throws IllegalStateException if something is missing
     */
    public SupervisorAgent<E> build() {
      given("a member", members.isEmpty() ? null : members);
      return new SupervisorAgent<>(this);
    }
  }
}
