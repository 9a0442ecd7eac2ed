package io.baton.agents;

import io.baton.events.Event;
import java.time.Duration;

/**
 * The description of a join.
 *
 * @param <J> its own kind
 */
public abstract sealed class Join<J extends Join<J>> {

  /** A join of two. */
  public static <A extends Event, B extends Event> Of2<A, B> of(Class<A> a, Class<B> b) {
    throw new AssertionError("stub");
  }

  /** A join of three. */
  public static <A extends Event, B extends Event, C extends Event> Of3<A, B, C> of(
      Class<A> a, Class<B> b, Class<C> c) {
    throw new AssertionError("stub");
  }

  /** Named slots. */
  public static Slots slots() {
    throw new AssertionError("stub");
  }

  /** Time limit. */
  public J within(Duration limit) {
    throw new AssertionError("stub");
  }

  /** Partial. */
  public J orPartial(PartsAnswer answer) {
    throw new AssertionError("stub");
  }

  /** Waits for parts from outside. */
  public J waitForOutside() {
    throw new AssertionError("stub");
  }

  /** Two. */
  public static final class Of2<A extends Event, B extends Event> extends Join<Of2<A, B>> {

    /** One event. */
    public AggregatorAgent into(Into2<? super A, ? super B> function) {
      throw new AssertionError("stub");
    }
  }

  /** Three. */
  public static final class Of3<A extends Event, B extends Event, C extends Event>
      extends Join<Of3<A, B, C>> {

    /** One event. */
    public AggregatorAgent into(Into3<? super A, ? super B, ? super C> function) {
      throw new AssertionError("stub");
    }
  }

  /** Named slots. */
  public static final class Slots extends Join<Slots> {

    /** Needs one. */
    public Slots need(Class<? extends Event> type) {
      throw new AssertionError("stub");
    }

    /** Needs n. */
    public Slots need(Class<? extends Event> type, int count) {
      throw new AssertionError("stub");
    }

    /** May have. */
    public Slots optional(Class<? extends Event> type) {
      throw new AssertionError("stub");
    }

    /** Into events. */
    public AggregatorAgent into(PartsAnswer answer) {
      throw new AssertionError("stub");
    }
  }

  /** Of two parts one event. */
  @FunctionalInterface
  public interface Into2<A, B> {
    /** Applies. */
    Event apply(A a, B b) throws Exception;
  }

  /** Of three parts one event. */
  @FunctionalInterface
  public interface Into3<A, B, C> {
    /** Applies. */
    Event apply(A a, B b, C c) throws Exception;
  }
}
