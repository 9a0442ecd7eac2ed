package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.baton.agents.AgentContext;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An agent that thinks, acts and finishes: in each turn the model either calls one tool, whose
 * result it sees in its next turn, or gives the final answer. Turns are {@link ReActStep}s.
 *
 * <p>An unknown tool, bad input and a tool's failure are what the model observes; they count as
 * steps. After {@code maxSteps} answers without a final one the task ends as {@code STEPS}.
 *
 * <p>After Yao et al.: ReAct: Synergizing Reasoning and Acting in Language Models, 2023.
 *
 * @param <E> the type of event that it takes
 */
public final class ReActAgent<E extends Event> extends TaskAgent<E> {

  private final Toolbox tools;
  private final LlmAgent<ReActStep.Think, ReActDecision> thinker;

  private ReActAgent(Builder<E> builder) {
    super(builder, Set.of(ReActStep.Think.class, ReActStep.Act.class), Set.of());
    tools = Toolbox.of(builder.tools).confirming(builder.confirmation);
    thinker =
        builder
            .asking(
                LlmAgent.builder(ReActStep.Think.class, ReActDecision.class),
                rules(builder.steps()))
            .prompt(ReActAgent::prompt)
            .check(ReActDecision.RULE, ReActDecision::isWhole)
            .onReply(this::decide)
            .build();
  }

  /** Starts to build one. */
  public static <E extends Event> Builder<E> builder(Class<E> event) {
    return new Builder<>(event);
  }

  @Override
  TaskStep first(AgentTask task) {
    return new ReActStep.Think(task, List.of(), Effort.NONE);
  }

  @Override
  List<? extends Event> turn(TaskStep step, AgentContext context) throws Exception {
    return switch (step) {
      case ReActStep.Think think -> thinker.receive(think, context);
      case ReActStep.Act act -> act(act, context);
      default -> throw new IllegalArgumentException("no step of this agent: " + step);
    };
  }

  private List<? extends Event> decide(
      ReActStep.Think think, Reply<ReActDecision> reply, AgentContext context) throws Exception {
    ReActDecision decision = reply.data();
    Effort effort = think.effort().plus(reply.meta());
    if (decision.choice() == ReActDecision.Choice.FINISH) {
      return end(think.task(), StopReason.SOLVED, decision.answer().orElse(""), "", effort);
    }
    StopReason bound = bound(effort);
    if (bound != null) {
      return end(think.task(), bound, "", boundDetail(bound, effort), effort);
    }
    return List.of(
        new ReActStep.Act(
            think.task(),
            think.turns(),
            effort,
            decision.thought(),
            decision.tool().orElse(""),
            decision.input().orElse("")));
  }

  private List<? extends Event> act(ReActStep.Act act, AgentContext context)
      throws InterruptedException {
    var request =
        ToolExecutionRequest.builder()
            .id("step-" + act.effort().steps())
            .name(act.tool())
            .arguments(act.input())
            .build();
    String observation = tools.call(List.of(request), context).getFirst().text();
    var turns = new ArrayList<>(act.turns());
    turns.add(new ReActStep.Turn(act.thought(), act.tool(), act.input(), observation));
    return List.of(new ReActStep.Think(act.task(), turns, act.effort()));
  }

  private String rules(int maxSteps) {
    String list =
        tools.specifications().stream().map(ReActAgent::line).collect(Collectors.joining("\n"));
    return """
    You work in turns, %d at most. In each turn you either call one tool, and see its result in \
    the next turn, or give the final answer. Do not call a tool again with the same input.
    The tools are:
    %s\
    """
        .formatted(maxSteps, list.isEmpty() ? "(none)" : list);
  }

  private static String line(ToolSpecification tool) {
    return "- %s: %s Its input: %s"
        .formatted(tool.name(), tool.description(), SchemaJson.of(tool.parameters()));
  }

  private static String prompt(ReActStep.Think think) {
    var text = new StringBuilder(think.task().text());
    int number = 1;
    for (var turn : think.turns()) {
      text.append(
          """


          Turn %d
          Thought: %s
          Call: %s %s
          Result: %s\
          """
              .formatted(number++, turn.thought(), turn.tool(), turn.input(), turn.observation()));
    }
    return text.toString();
  }

  /**
   * Builds a {@link ReActAgent}. For one thread.
   *
   * @param <E> the type of event that the agent takes
   */
  public static final class Builder<E extends Event> extends TaskAgentBuilder<E, Builder<E>> {

    private final List<Tool<?, ?>> tools = new ArrayList<>();
    private Confirmation confirmation = _ -> false;

    private Builder(Class<E> type) {
      super(type);
    }

    @Override
    Builder<E> self() {
      return this;
    }

    /** Adds tools that the model may call; it has no others. */
    public Builder<E> tools(Tool<?, ?>... more) {
      tools.addAll(List.of(more));
      return this;
    }

    /**
     * Sets who is asked before a tool is called that requires it; nobody by default: it is denied.
     */
    public Builder<E> confirmation(Confirmation by) {
      confirmation = by;
      return this;
    }

    /**
     * The agent.
     *
     * @throws IllegalStateException if something is missing
     * @throws IllegalArgumentException if two tools have one name
     */
    public ReActAgent<E> build() {
      return new ReActAgent<>(this);
    }
  }
}
