package io.baton.agents.llm;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.baton.events.Event;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of the ready agents have in common. A model and a task are needed. For one
 * thread.
 *
 * @param <E> the type of event that the agent takes
 * @param <B> the builder itself
 */
public abstract sealed class TaskAgentBuilder<E extends Event, B extends TaskAgentBuilder<E, B>>
    permits ReActAgent.Builder,
        IterativeSolver.Builder,
        RecursiveSolver.Builder,
        SupervisorAgent.Builder {

  /** How many answers of the model a task may take. */
  public static final int DEFAULT_MAX_STEPS = 10;

  private final Class<E> type;
  private @Nullable Backend backend;
  private @Nullable Function<? super E, String> task;
  private String behaviour = "";
  private int maxSteps = DEFAULT_MAX_STEPS;
  private long maxTokens = Long.MAX_VALUE;
  private Consumer<? super LlmAgentBuilder<?, ?>> tuning = _ -> {};
  private LlmAgent.@Nullable ToEvent<? super E, ? super TaskEnded> onEnd;
  private Set<Class<? extends Event>> emits = Set.of();

  TaskAgentBuilder(Class<E> type) {
    if (type.isAssignableFrom(TaskStep.class) || TaskStep.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "an agent must not be given its own steps as tasks, but takes " + type.getSimpleName());
    }
    this.type = type;
  }

  abstract B self();

  /** Sets the model: one that answers in one piece, without bounds. */
  public final B model(ChatModel model) {
    return model(Backend.of(model));
  }

  /** Sets the model: one that streams, without bounds. */
  public final B model(StreamingChatModel model) {
    return model(Backend.of(model));
  }

  /** Sets the model, with the bounds that it shares with other agents. */
  public final B model(Backend model) {
    backend = model;
    return self();
  }

  /** Sets what is asked about an event. The function must not throw. */
  public final B task(Function<? super E, String> text) {
    task = text;
    return self();
  }

  /** Sets who the agent is, and how it behaves; how it works is told to the model after that. */
  public final B behaviour(String text) {
    behaviour = text;
    return self();
  }

  /**
   * Sets how many answers of the model a task may take; {@value #DEFAULT_MAX_STEPS} by default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public B maxSteps(int most) {
    maxSteps = Checks.atLeast("maxSteps", 1, most);
    return self();
  }

  /**
   * Sets how many tokens a task may take, in and out; no bound by default. It overspends by its
   * last step.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public final B maxTokens(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, but is " + most);
    }
    maxTokens = most;
    return self();
  }

  /**
   * Sets what else is to be said to the builders of the agents that ask the model: temperature,
   * repairs, time limits, a budget.
   */
  public final B tuned(Consumer<? super LlmAgentBuilder<?, ?>> settings) {
    tuning = settings;
    return self();
  }

  /** Sets the event that the end of a task is answered with; the {@link TaskEnded} by default. */
  public final B answer(LlmAgent.ToEvent<? super E, ? super TaskEnded> function) {
    onEnd = function;
    return self();
  }

  /** Says which events {@link #answer} makes, for the router's check. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the types are only copied
  public final B emits(Class<? extends Event>... types) {
    emits = Set.of(types);
    return self();
  }

  /** An agent that asks the model in the turns of one kind. */
  final <S extends TaskStep, D> LlmAgentBuilder<S, D> asking(
      LlmAgentBuilder<S, D> asking, String rules) {
    tuning.accept(asking);
    return asking.model(given("a model", backend)).behaviour((behaviour + "\n\n" + rules).strip());
  }

  final Class<E> type() {
    return type;
  }

  final Function<? super E, String> text() {
    return given("a task", task);
  }

  final LlmAgent.@Nullable ToEvent<? super E, ? super TaskEnded> onEnd() {
    return onEnd;
  }

  final Set<Class<? extends Event>> emitted() {
    return onEnd == null ? Set.of(TaskEnded.class) : emits;
  }

  final int steps() {
    return maxSteps;
  }

  final long tokens() {
    return maxTokens;
  }

  final <T> T given(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(
          "an agent of %s needs %s".formatted(type.getSimpleName(), what));
    }
    return value;
  }
}
