package io.baton.agents.llm;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.TypedAgent;
import io.baton.events.Event;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the ready agents have in common. Each turn answers with a {@link TaskStep}, which comes back
 * to the agent as its next turn, until it answers with the end of the task: a {@link TaskEnded}, or
 * what the builder's {@code answer} makes of one. A turn in which the model gives no answer that
 * can be used ends the task as {@code FAILED}; what else fails in it fails the delivery.
 *
 * <p>Immutable and thread-safe. It blocks: not for {@code INLINE} and {@code CPU} routes.
 *
 * @param <E> the type of event that it takes
 */
public abstract sealed class TaskAgent<E extends Event> implements Agent<Event>, TypedAgent<Event>
    permits ReActAgent, IterativeSolver, RecursiveSolver, SupervisorAgent {

  private final Class<E> type;
  private final Function<? super E, String> text;
  private final LlmAgent.@Nullable ToEvent<? super E, ? super TaskEnded> answer;
  private final Set<Class<? extends Event>> accepts;
  private final Set<Class<? extends Event>> emits;
  private final int maxSteps;
  private final long maxTokens;

  TaskAgent(
      TaskAgentBuilder<E, ?> builder,
      Set<Class<? extends Event>> turns,
      Set<Class<? extends Event>> answers) {
    type = builder.type();
    text = builder.text();
    answer = builder.onEnd();
    maxSteps = builder.steps();
    maxTokens = builder.tokens();
    accepts = union(Set.of(type), turns);
    emits = union(union(turns, answers), builder.emitted());
  }

  private static Set<Class<? extends Event>> union(
      Set<? extends Class<? extends Event>> some, Set<? extends Class<? extends Event>> more) {
    var all = new HashSet<Class<? extends Event>>(some);
    all.addAll(more);
    return Set.copyOf(all);
  }

  /** The first turn of a task. */
  abstract TaskStep first(AgentTask task);

  /** Takes a turn. */
  abstract List<? extends Event> turn(TaskStep step, AgentContext context) throws Exception;

  /**
   * Begins a task, or takes the next turn of one. Steps of other agents are left alone.
   *
   * @throws InterruptedException if the caller is interrupted; the call of the model has ended
   * @throws Exception what functions throw that were given to the builder
   */
  @Override
  public final List<? extends Event> receive(Event event, AgentContext context) throws Exception {
    if (event instanceof TaskStep step) {
      return step.task().agent().equals(context.agentName()) ? guarded(step, context) : List.of();
    }
    E about = type.cast(event);
    return List.of(first(new AgentTask(context.agentName(), about, text.apply(about))));
  }

  private List<? extends Event> guarded(TaskStep step, AgentContext context) throws Exception {
    try {
      return turn(step, context);
    } catch (ModelException e) {
      return unanswered(step, e, step.effort());
    }
  }

  /**
   * What a turn leads to in which the model gave no answer.
   *
   * @param before what the task had taken until then
   */
  final List<? extends Event> unanswered(TaskStep step, ModelException failure, Effort before)
      throws Exception {
    if (failure.kind() == ModelException.Kind.CANCELLED) {
      throw failure;
    }
    boolean isBudget = failure.kind() == ModelException.Kind.BUDGET;
    return failed(
        step,
        isBudget ? StopReason.BUDGET : StopReason.FAILED,
        failure.kind() + ": " + failure.getMessage(),
        before.plus(failure));
  }

  /** The end of a turn without an answer. */
  List<? extends Event> failed(TaskStep step, StopReason reason, String detail, Effort effort)
      throws Exception {
    return end(step.task(), reason, "", detail, effort);
  }

  /** The end of a task. */
  final List<? extends Event> end(
      AgentTask task, StopReason reason, String found, String detail, Effort effort)
      throws Exception {
    var ended = new TaskEnded(task, reason, found, detail, effort);
    return Collections.singletonList(answer == null ? ended : answer.apply(about(task), ended));
  }

  final E about(AgentTask task) {
    return type.cast(task.about());
  }

  /** Why there must not be a further turn; null if there may be. */
  final @Nullable StopReason bound(Effort effort) {
    if (effort.steps() >= maxSteps) {
      return StopReason.STEPS;
    }
    return effort.tokens() >= maxTokens ? StopReason.BUDGET : null;
  }

  /** The detail of an end by {@link #bound}. */
  final String boundDetail(StopReason reason, Effort effort) {
    return reason == StopReason.STEPS
        ? "not solved after %d steps".formatted(effort.steps())
        : "%,d of %,d tokens are used up".formatted(effort.tokens(), maxTokens);
  }

  @Override
  public final Set<Class<? extends Event>> accepts() {
    return accepts;
  }

  @Override
  public final Set<Class<? extends Event>> emits() {
    return emits;
  }
}
