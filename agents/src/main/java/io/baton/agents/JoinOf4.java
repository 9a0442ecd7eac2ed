package io.baton.agents;

import io.baton.events.Event;
import java.util.List;

/**
 * The description of a join of four parts of different types. Immutable and thread-safe.
 *
 * @param <A> the type of the first part
 * @param <B> the type of the second part
 * @param <C> the type of the third part
 * @param <D> the type of the fourth part
 */
public final class JoinOf4<A extends Event, B extends Event, C extends Event, D extends Event>
    extends Join<JoinOf4<A, B, C, D>> {

  JoinOf4(List<Slot> slots, JoinSettings settings) {
    super(slots, settings);
  }

  /** An agent that answers one event, made of the parts. */
  @SuppressWarnings("unchecked") // a part stands at the position of its slot
  public AggregatorAgent into(Into<? super A, ? super B, ? super C, ? super D> function) {
    return answering((parts, _) ->
        one(function.apply((A) parts.at(0), (B) parts.at(1), (C) parts.at(2), (D) parts.at(3))));
  }

  /** An agent that answers any number of events, made of the parts. */
  @SuppressWarnings("unchecked") // a part stands at the position of its slot
  public AggregatorAgent intoAll(IntoAll<? super A, ? super B, ? super C, ? super D> function) {
    return answering((parts, context) ->
        function.apply(
            (A) parts.at(0), (B) parts.at(1), (C) parts.at(2), (D) parts.at(3), context));
  }

  @Override
  JoinOf4<A, B, C, D> with(JoinSettings settings) {
    return new JoinOf4<>(layout(), settings);
  }

  /**
   * Of four parts one event.
   *
   * @param <A> the first part
   * @param <B> the second part
   * @param <C> the third part
   * @param <D> the fourth part
   */
  @FunctionalInterface
  public interface Into<A, B, C, D> {

    /**
     * The event to be routed next.
     *
     * @throws Exception if there is none
     */
    Event apply(A a, B b, C c, D d) throws Exception;
  }

  /**
   * Of four parts and a context any number of events.
   *
   * @param <A> the first part
   * @param <B> the second part
   * @param <C> the third part
   * @param <D> the fourth part
   */
  @FunctionalInterface
  public interface IntoAll<A, B, C, D> {

    /**
     * The events to be routed next.
     *
     * @throws Exception if there is no answer
     */
    List<? extends Event> apply(A a, B b, C c, D d, AgentContext context) throws Exception;
  }
}
