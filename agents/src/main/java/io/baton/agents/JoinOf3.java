package io.baton.agents;

import io.baton.events.Event;
import java.util.List;

/**
 * The description of a join of three parts of different types. Immutable and thread-safe.
 *
 * @param <A> the type of the first part
 * @param <B> the type of the second part
 * @param <C> the type of the third part
 */
public final class JoinOf3<A extends Event, B extends Event, C extends Event>
    extends Join<JoinOf3<A, B, C>> {

  JoinOf3(List<Slot> slots, JoinSettings settings) {
    super(slots, settings);
  }

  /** An agent that answers one event, made of the parts. */
  @SuppressWarnings("unchecked") // a part stands at the position of its slot
  public AggregatorAgent into(Into<? super A, ? super B, ? super C> function) {
    return answering(
        (parts, _) -> one(function.apply((A) parts.at(0), (B) parts.at(1), (C) parts.at(2))));
  }

  /** An agent that answers any number of events, made of the parts. */
  @SuppressWarnings("unchecked") // a part stands at the position of its slot
  public AggregatorAgent intoAll(IntoAll<? super A, ? super B, ? super C> function) {
    return answering((parts, context) ->
        function.apply((A) parts.at(0), (B) parts.at(1), (C) parts.at(2), context));
  }

  @Override
  JoinOf3<A, B, C> with(JoinSettings settings) {
    return new JoinOf3<>(layout(), settings);
  }

  /**
   * Of three parts one event.
   *
   * @param <A> the first part
   * @param <B> the second part
   * @param <C> the third part
   */
  @FunctionalInterface
  public interface Into<A, B, C> {

    /**
     * The event to be routed next.
     *
     * @throws Exception if there is none
     */
    Event apply(A a, B b, C c) throws Exception;
  }

  /**
   * Of three parts and a context any number of events.
   *
   * @param <A> the first part
   * @param <B> the second part
   * @param <C> the third part
   */
  @FunctionalInterface
  public interface IntoAll<A, B, C> {

    /**
     * The events to be routed next.
     *
     * @throws Exception if there is no answer
     */
    List<? extends Event> apply(A a, B b, C c, AgentContext context) throws Exception;
  }
}
