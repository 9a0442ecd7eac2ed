package io.baton.agents;

import io.baton.events.Event;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A join's description, frozen and laid out for its store. Each slot has a range of positions in an
 * array of parts. Where the number of parts is known only when one of them has come ({@code each}),
 * that one has position 0, and the others have all positions after it. Immutable and thread-safe.
 */
final class JoinPlan {

  /** How many parts an event may tell of. */
  private static final int MOST_COUNTED = 1_000_000;

  private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

  private final List<Slot> slots;
  private final Class<?>[] types;
  private final int[] starts;
  private final JoinSettings settings;
  private final int capacity;
  private final int needed;
  private final int wanted;

  /**
   * Whether each slot takes one part and needs it, so that slots are positions, and there is
   * nothing to be done for a join that opens but to open it.
   */
  private final boolean isPlain;

  private final @Nullable ToIntFunction<Event> counting;
  private final @Nullable PartsAnswer whenComplete;

  private final ClassValue<Integer> slotOfSubtype =
      new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
          return slotOfSubtype(type);
        }
      };

  private JoinPlan(
      List<Slot> slots,
      JoinSettings settings,
      int wanted,
      @Nullable ToIntFunction<Event> counting,
      @Nullable PartsAnswer whenComplete) {
    this.slots = slots;
    this.settings = settings;
    this.wanted = wanted;
    this.counting = counting;
    this.whenComplete = whenComplete;
    types = slots.stream().map(Slot::type).toArray(Class<?>[]::new);
    starts = new int[slots.size() + 1];
    for (int i = 0; i < slots.size(); i++) {
      starts[i + 1] = starts[i] + slots.get(i).count();
    }
    capacity = counting == null ? starts[types.length] : 8;
    needed = slots.stream().filter(Slot::isNeeded).mapToInt(Slot::count).sum();
    isPlain = isPlain();
  }

  /** A plan of slots with fixed counts; a quorum of 0 is all that are needed. */
  static JoinPlan ofSlots(
      List<Slot> slots, JoinSettings settings, int quorum, @Nullable PartsAnswer whenComplete) {
    int needed = slots.stream().filter(Slot::isNeeded).mapToInt(Slot::count).sum();
    if (needed == 0) {
      throw new IllegalArgumentException("a join must need at least one part: call need(...)");
    }
    if (quorum > needed) {
      throw new IllegalArgumentException(
          "quorum must be at most the number of needed parts, %d, but is %d"
              .formatted(needed, quorum));
    }
    return new JoinPlan(slots, settings, quorum == 0 ? needed : quorum, null, whenComplete);
  }

  /** A plan of one part that tells the count of the others; a quorum of 0 is all of them. */
  static JoinPlan counted(
      List<Slot> slots,
      JoinSettings settings,
      int quorum,
      ToIntFunction<Event> counting,
      @Nullable PartsAnswer whenComplete) {
    int wanted = quorum == 0 ? Integer.MAX_VALUE : quorum;
    return new JoinPlan(slots, settings, wanted, counting, whenComplete);
  }

  List<Slot> slots() {
    return slots;
  }

  /** The types of all slots, in their order. */
  Set<Class<? extends Event>> types() {
    var set = new LinkedHashSet<Class<? extends Event>>();
    slots.forEach(slot -> set.add(slot.type()));
    return Collections.unmodifiableSet(set);
  }

  /** Whether the number of parts is known only when the part of slot 0 has come. */
  boolean isCounted() {
    return counting != null;
  }

  /** How many needed parts complete the join; with a counted one, of those that are counted. */
  int wanted() {
    return wanted;
  }

  /** The number of positions; for a counted join, to begin with. */
  int capacity() {
    return capacity;
  }

  /** Whether a join may have so many parts that a search through all of them takes too long. */
  boolean isWide() {
    return counting != null || capacity() > 32;
  }

  /** The first position of a slot. */
  int start(int slot) {
    return starts[slot];
  }

  /** How many needed parts may stay out; for a counted join, of a known count. */
  int spare(int count) {
    return counting == null ? needed - wanted : count - Math.min(wanted, count);
  }

  /** The needed slots for which a predicate holds of their type. */
  BitSet neededSlots(Predicate<Class<? extends Event>> predicate) {
    var found = new BitSet(types.length);
    for (int i = 0; i < types.length; i++) {
      found.set(i, isNeeded(i) && predicate.test(slots.get(i).type()));
    }
    return found;
  }

  /** The needed types that do not come, where too few others do. */
  List<Class<? extends Event>> vital(Predicate<Class<? extends Event>> mayCome) {
    var lost =
        slots.stream().filter(slot -> slot.isNeeded() && !mayCome.test(slot.type())).toList();
    int parts = lost.stream().mapToInt(Slot::count).sum();
    boolean isLackOf = isCounted() ? parts > 0 : parts > needed - wanted;
    return isLackOf ? List.copyOf(lost.stream().map(Slot::type).toList()) : List.of();
  }

  boolean isNeeded(int slot) {
    return slots.get(slot).isNeeded();
  }

  /** As {@link JoinStore#freshSlot}. */
  int freshSlot(Class<?> type) {
    boolean isTaken = slots.stream().anyMatch(slot -> slot.type().isAssignableFrom(type));
    return isPlain && isTaken ? slotOf(type) : -1;
  }

  private boolean isPlain() {
    boolean areSingle = slots.size() == needed && slots.size() == wanted && counting == null;
    return areSingle
        && slots.stream().allMatch(Slot::isNeeded)
        && !isWide()
        && !hasKey()
        && !isTimed()
        && onFailure() == WhenFailed.CONTINUE;
  }

  /** The slot for events of a class: the first that takes them. */
  int slotOf(Class<?> type) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] == type) {
        return i;
      }
    }
    return slotOfSubtype.get(type);
  }

  private int slotOfSubtype(Class<?> type) {
    for (int i = 0; i < types.length; i++) {
      if (types[i].isAssignableFrom(type)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "this join has no slot for %s, but only for %s"
            .formatted(type.getSimpleName(), slots.stream().map(Parts::nameOf).toList()));
  }

  /** How many parts the event of slot 0 says there are; only for a counted join. */
  int count(Event event) {
    int count = Objects.requireNonNull(counting).applyAsInt(event);
    if (count < 0 || count > MOST_COUNTED) {
      throw new IllegalArgumentException(
          "the count of %s that %s tells must be from 0 to %d, but is %d"
              .formatted(
                  types[1].getSimpleName(), event.getClass().getSimpleName(), MOST_COUNTED, count));
    }
    return count;
  }

  /** What takes the place of the correlation in the key; null for nothing. */
  @Nullable Object keyOf(Event event) {
    Function<? super Event, ?> by = settings.by();
    if (by == null) {
      return null;
    }
    Object key = by.apply(event);
    if (key == null) {
      throw new IllegalArgumentException(
          "the function given to by(...) gave null for a " + event.getClass().getSimpleName());
    }
    return key;
  }

  /**
   * What takes the place of the correlation in the key of an event that need not be a part; null
   * for nothing.
   */
  @Nullable Object keyOfAny(Event event) {
    try {
      return keyOf(event);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable _) {
      // The function is made for parts, and knows no other event.
      return null;
    }
  }

  boolean hasKey() {
    return settings.by() != null;
  }

  boolean isTimed() {
    return settings.limit() != null;
  }

  /** The time limit; meaningless without one. */
  long limitNanos() {
    Duration limit = settings.limit();
    if (limit == null || limit.compareTo(Duration.ofNanos(LONGEST_NANOS)) > 0) {
      return LONGEST_NANOS;
    }
    return limit.toNanos();
  }

  WhenFailed onFailure() {
    return settings.onFailure();
  }

  WhenLate onLate() {
    return settings.onLate();
  }

  int maxOpen() {
    return settings.maxOpen();
  }

  boolean waitsForOutside() {
    return settings.waitsForOutside();
  }

  /** The function for a join that closed with parts missing. */
  @Nullable PartsAnswer whenPartial() {
    return settings.orPartial();
  }

  @Nullable PartsAnswer whenComplete() {
    return whenComplete;
  }
}
