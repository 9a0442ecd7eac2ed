package io.baton.agents;

import io.baton.events.Event;
import java.util.List;

/**
 * The description of a join of two parts of different types. Immutable and thread-safe.
 *
 * @param <A> the type of the first part
 * @param <B> the type of the second part
 */
public final class JoinOf2<A extends Event, B extends Event> extends Join<JoinOf2<A, B>> {

  JoinOf2(List<Slot> slots, JoinSettings settings) {
    super(slots, settings);
  }

  /** An agent that answers one event, made of the parts. */
  @SuppressWarnings("unchecked") // a part stands at the position of its slot
  public AggregatorAgent into(Into<? super A, ? super B> function) {
    return answering((parts, _) -> one(function.apply((A) parts.at(0), (B) parts.at(1))));
  }

  /** An agent that answers any number of events, made of the parts. */
  @SuppressWarnings("unchecked") // a part stands at the position of its slot
  public AggregatorAgent intoAll(IntoAll<? super A, ? super B> function) {
    return answering((parts, context) -> function.apply((A) parts.at(0), (B) parts.at(1), context));
  }

  @Override
  JoinOf2<A, B> with(JoinSettings settings) {
    return new JoinOf2<>(layout(), settings);
  }

  /**
   * Of two parts one event.
   *
   * @param <A> the first part
   * @param <B> the second part
   */
  @FunctionalInterface
  public interface Into<A, B> {

    /**
     * The event to be routed next.
     *
     * @throws Exception if there is none
     */
    Event apply(A a, B b) throws Exception;
  }

  /**
   * Of two parts and a context any number of events.
   *
   * @param <A> the first part
   * @param <B> the second part
   */
  @FunctionalInterface
  public interface IntoAll<A, B> {

    /**
     * The events to be routed next.
     *
     * @throws Exception if there is no answer
     */
    List<? extends Event> apply(A a, B b, AgentContext context) throws Exception;
  }
}
