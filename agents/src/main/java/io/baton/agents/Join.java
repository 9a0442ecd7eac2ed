package io.baton.agents;

import io.baton.events.Event;
import io.baton.events.JoinTimedOut;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The description of a join: which parts it collects, for how long, and what becomes of them.
 *
 * <p>Parts belong together if their run is the same or, without one, their correlation, in whatever
 * order they come. A repeated, superfluous or late part does no harm. Unless told otherwise, a join
 * has no time limit, goes on when an agent has failed, drops what comes late, has at most {@value
 * #DEFAULT_MAX_OPEN} open at once, and closes early when nothing of its run can bring the missing
 * parts; if it closes with parts missing, it answers a {@link JoinTimedOut}.
 *
 * <p>Immutable and thread-safe: each method gives a new description. An event that fits two slots,
 * because it implements two unrelated interfaces, takes the first.
 *
 * @param <J> its own kind
 */
public abstract sealed class Join<J extends Join<J>>
    permits JoinOf2, JoinOf3, JoinOf4, JoinOf5, JoinEach, JoinSlots {

  /** The most open joins of one agent, unless {@link #maxOpen} says otherwise. */
  public static final int DEFAULT_MAX_OPEN = 100_000;

  private final List<Slot> slots;
  private final JoinSettings settings;

  Join(List<Slot> slots, JoinSettings settings) {
    this.slots = slots;
    this.settings = settings;
  }

  /**
   * A join of two parts of different types.
   *
   * @throws IllegalArgumentException if a type is generic, or an event could be of two of them
   */
  public static <A extends Event, B extends Event> JoinOf2<A, B> of(Class<A> a, Class<B> b) {
    return new JoinOf2<>(Slot.needAll(a, b), JoinSettings.DEFAULT);
  }

  /**
   * A join of three parts of different types.
   *
   * @throws IllegalArgumentException if a type is generic, or an event could be of two of them
   */
  public static <A extends Event, B extends Event, C extends Event> JoinOf3<A, B, C> of(
      Class<A> a, Class<B> b, Class<C> c) {
    return new JoinOf3<>(Slot.needAll(a, b, c), JoinSettings.DEFAULT);
  }

  /**
   * A join of four parts of different types.
   *
   * @throws IllegalArgumentException if a type is generic, or an event could be of two of them
   */
  public static <A extends Event, B extends Event, C extends Event, D extends Event>
      JoinOf4<A, B, C, D> of(Class<A> a, Class<B> b, Class<C> c, Class<D> d) {
    return new JoinOf4<>(Slot.needAll(a, b, c, d), JoinSettings.DEFAULT);
  }

  /**
   * A join of five parts of different types.
   *
   * @throws IllegalArgumentException if a type is generic, or an event could be of two of them
   */
  public static <
          A extends Event, B extends Event, C extends Event, D extends Event, E extends Event>
      JoinOf5<A, B, C, D, E> of(Class<A> a, Class<B> b, Class<C> c, Class<D> d, Class<E> e) {
    return new JoinOf5<>(Slot.needAll(a, b, c, d, e), JoinSettings.DEFAULT);
  }

  /**
   * A join of one {@code O} and as many {@code P} as it tells: zero or more, in whatever order they
   * come. {@code P} that are more than that are dropped as superfluous.
   *
   * @param count must be quick and pure; a count that is negative or over 1,000,000 is the failure
   *     of that part
   * @throws IllegalArgumentException if a type is generic, or an event could be of both
   */
  public static <P extends Event, O extends Event> JoinEach<P, O> each(
      Class<P> parts, Class<O> of, ToIntFunction<? super O> count) {
    return new JoinEach<>(
        Slot.needAll(of, parts), JoinSettings.DEFAULT, 0, o -> count.applyAsInt(of.cast(o)));
  }

  /**
   * A join without slots, to which {@link JoinSlots#need} and {@link JoinSlots#optional} add some.
   */
  public static JoinSlots slots() {
    return new JoinSlots(List.of(), JoinSettings.DEFAULT, 0);
  }

  /**
   * Closes a join so long after its first part, complete or not.
   *
   * @throws IllegalArgumentException if {@code limit} is not positive
   */
  public final J within(Duration limit) {
    return with(settings.within(limit));
  }

  /** What is answered when a join closes with parts missing. */
  public final J orPartial(PartsAnswer answer) {
    return with(settings.orPartial(answer));
  }

  /**
   * What becomes of a join that can never be complete, since an agent that could have brought a
   * missing part has failed for good; {@link WhenFailed#CONTINUE} by default. That is known only of
   * agents of the same dispatcher.
   */
  public final J onFailure(WhenFailed policy) {
    return with(settings.onFailure(policy));
  }

  /** What becomes of a part whose join has closed. */
  public final J onLate(WhenLate fate) {
    return with(settings.onLate(fate));
  }

  /**
   * How many joins may be open at once; beyond that the oldest is closed with what it has.
   *
   * @throws IllegalArgumentException if {@code most} is less than 1
   */
  public final J maxOpen(int most) {
    return with(settings.maxOpen(most));
  }

  /**
   * Parts may come from outside of the run: a join is not closed when nothing of its run can bring
   * them, but waits for its time limit and holds the run until then.
   */
  public final J waitForOutside() {
    return with(settings.waitForOutside());
  }

  /**
   * Joins by what a function gives, in place of the correlation: within a run, if there is one.
   *
   * @param key must be quick and pure, and not give null; what it gives needs {@code equals},
   *     {@code hashCode} and {@code toString} that hang together
   */
  public final J by(Function<? super Event, ?> key) {
    return with(settings.by(key));
  }

  abstract J with(JoinSettings newSettings);

  /** The plan of an agent. */
  JoinPlan plan(@Nullable PartsAnswer whenComplete) {
    return JoinPlan.ofSlots(slots, settings, 0, whenComplete);
  }

  final List<Slot> layout() {
    return slots;
  }

  final JoinSettings settings() {
    return settings;
  }

  final AggregatorAgent answering(PartsAnswer whenComplete) {
    return new AggregatorAgent(plan(whenComplete));
  }

  static List<Event> one(Event answer) {
    return List.of(Objects.requireNonNull(answer, "a join's function answered null"));
  }
}
