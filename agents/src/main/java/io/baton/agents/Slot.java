package io.baton.agents;

import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the parts of one type go in a join.
 *
 * @param type the type of the parts
 * @param count how many there are; 1 also where a join knows that only at run time
 * @param isNeeded whether the join is not complete without them, quorum aside
 */
public record Slot(Class<? extends Event> type, int count, boolean isNeeded) {

  private static final int MOST = 100_000;

  /** Checks. */
  public Slot {
    if (type.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          "a slot's type must not be generic, since its type argument is lost, but is "
              + type.getSimpleName());
    }
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "the count of slot %s must be from 1 to %d, but is %d"
              .formatted(type.getSimpleName(), MOST, count));
    }
  }

  /** Slots of one part each, all needed. */
  @SafeVarargs
  static List<Slot> needAll(Class<? extends Event>... types) {
    List<Slot> slots = List.of();
    for (var type : types) {
      slots = append(slots, new Slot(type, 1, true));
    }
    return slots;
  }

  /** The slots of a list and one more, which must not overlap any of them. */
  static List<Slot> append(List<Slot> slots, Slot more) {
    for (var slot : slots) {
      if (slot.type.isAssignableFrom(more.type) || more.type.isAssignableFrom(slot.type)) {
        throw new IllegalArgumentException(overlap(slot.type, more.type));
      }
    }
    var all = new ArrayList<>(slots);
    all.add(more);
    return List.copyOf(all);
  }

  static int checkedQuorum(int enough) {
    if (enough < 1) {
      throw new IllegalArgumentException("quorum must be at least 1, but is " + enough);
    }
    return enough;
  }

  private static String overlap(Class<?> one, Class<?> other) {
    String name = one.getSimpleName();
    return one == other
        ? "two slots have the type %s: for several parts of one type use slots().need(%s.class, 2)"
            .formatted(name, name)
        : "the slots %s and %s overlap: an event can be both; for several parts of one type use"
                .formatted(name, other.getSimpleName())
            + " slots().need(%s.class, 2)"
                .formatted((one.isAssignableFrom(other) ? one : other).getSimpleName());
  }
}
