package io.baton.agents;

import io.baton.events.Event;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Gather} calls: a function that may block, and may throw.
 *
 * @param <I> what it gets
 * @param <T> what it gives, which may be null
 */
@FunctionalInterface
public interface Call<I extends @Nullable Object, T extends @Nullable Object> {

  /** What a call is called that was given no name. */
  String UNNAMED = "call";

  /**
   * Does it.
   *
   * @throws Exception if it fails
   */
  T call(I input) throws Exception;

  /** How outcomes name it; {@value #UNNAMED} unless it was given another. */
  default String name() {
    return UNNAMED;
  }

  /**
   * Names a function.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  static <I extends @Nullable Object, T extends @Nullable Object> Call<I, T> named(
      String name, Call<? super I, ? extends T> function) {
    return new NamedCall<>(name, Objects.requireNonNull(function, "function must not be null"));
  }

  /**
   * An agent as a function from an event to what it answers. It is called directly, not by a route.
   *
   * @param name how outcomes name it
   * @param context what it gets with each event: that of the agent that gathers, or a {@link
   *     DetachedContext}
   * @throws IllegalArgumentException if the name is blank
   */
  static <E extends Event> Call<E, List<? extends Event>> of(
      String name, Agent<? super E> agent, AgentContext context) {
    Objects.requireNonNull(agent, "agent must not be null");
    Objects.requireNonNull(context, "context must not be null");
    return named(name, event -> agent.receive(event, context));
  }
}
