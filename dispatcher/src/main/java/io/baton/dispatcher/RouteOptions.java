package io.baton.dispatcher;

import io.baton.agents.Ordering;
import io.baton.events.Event;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a route treats its agent. Immutable: each method gives a changed copy, so that options can be
 * shared by method reference: {@code router.on(Ask.class, "cook", cook, o -> o.concurrency(8))}.
 *
 * <p>Defaults: no predicate; unlimited concurrency; the ordering that the agent declares, or none;
 * {@link Execution#VIRTUAL}; a mailbox of 65,536 with {@link Overflow#BLOCK}; no declared
 * emissions.
 *
 * @param <E> the type of event that the route takes
 */
public final class RouteOptions<E extends Event> {

  static final int UNLIMITED = Integer.MAX_VALUE;
  static final int DEFAULT_MAILBOX = 65_536;

  final @Nullable Predicate<? super E> predicate;
  final int concurrency;
  final @Nullable Ordering ordering;
  final @Nullable Execution execution;
  final int mailbox;
  final Set<Class<? extends Event>> emits;

  private RouteOptions(
      @Nullable Predicate<? super E> predicate,
      int concurrency,
      @Nullable Ordering ordering,
      @Nullable Execution execution,
      int mailbox,
      Set<Class<? extends Event>> emits) {
    this.predicate = predicate;
    this.concurrency = concurrency;
    this.ordering = ordering;
    this.execution = execution;
    this.mailbox = mailbox;
    this.emits = emits;
  }

  static <E extends Event> RouteOptions<E> defaults() {
    return new RouteOptions<>(null, UNLIMITED, null, null, DEFAULT_MAILBOX, Set.of());
  }

  /**
   * Takes only events for which a predicate holds. It runs on the dispatcher's own thread, so it
   * must be quick and pure; if it throws, the delivery to this route has failed.
   */
  public RouteOptions<E> when(Predicate<? super E> predicate) {
    return new RouteOptions<>(predicate, concurrency, ordering, execution, mailbox, emits);
  }

  /**
   * Lets the agent handle at most so many events at once; further ones wait in the mailbox.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RouteOptions<E> concurrency(int concurrency) {
    require(concurrency >= 1, "concurrency must be at least 1, but is " + concurrency);
    return new RouteOptions<>(predicate, concurrency, ordering, execution, mailbox, emits);
  }

  /** Delivers events one after the other, in the order of dispatch, as the ordering says. */
  public RouteOptions<E> ordered(Ordering ordering) {
    return new RouteOptions<>(predicate, concurrency, ordering, execution, mailbox, emits);
  }

  /**
   * Says where the agent runs. For a join, it says where its function runs, once parts are here.
   */
  public RouteOptions<E> execution(Execution execution) {
    return new RouteOptions<>(predicate, concurrency, ordering, execution, mailbox, emits);
  }

  /**
   * Bounds the events that wait for an agent whose concurrency is limited.
   *
   * @throws IllegalArgumentException if the capacity is less than 1
   */
  public RouteOptions<E> mailbox(int capacity, Overflow overflow) {
    require(capacity >= 1, "mailbox capacity must be at least 1, but is " + capacity);
    return switch (overflow) {
      case BLOCK ->
          new RouteOptions<>(predicate, concurrency, ordering, execution, capacity, emits);
    };
  }

  /**
   * Declares what the agent may answer with, for {@link Router#check} and {@link Router#toMermaid}.
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final RouteOptions<E> emits(Class<? extends Event>... types) {
    return new RouteOptions<>(predicate, concurrency, ordering, execution, mailbox, Set.of(types));
  }

  boolean isLimitedAbove(int bound) {
    return concurrency != UNLIMITED && concurrency > bound;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
