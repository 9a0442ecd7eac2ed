package io.baton.agents;

import io.baton.events.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a join has collected. Immutable and thread-safe. */
public final class Parts {

  private final JoinPlan plan;
  private final @Nullable Object[] events;
  private final int count;
  private final Closed closed;
  private final @Nullable List<List<String>> workers;

  /**
   * Parts by their positions, in an array that nobody changes any more.
   *
   * @param count for a counted join the number of parts that are needed, -1 if it is not known
   * @param workers for each slot who still worked on it; null for nobody
   */
  Parts(
      JoinPlan plan,
      @Nullable Object[] events,
      int count,
      Closed closed,
      @Nullable List<List<String>> workers) {
    this.plan = plan;
    this.events = events;
    this.count = count;
    this.closed = closed;
    this.workers = workers;
  }

  static Parts none(JoinPlan plan) {
    return new Parts(plan, new Object[plan.capacity()], -1, Closed.OPEN, null);
  }

  static String nameOf(Slot slot) {
    return slot.type().getSimpleName();
  }

  /** The first part of a type, in the order of {@link #events}, if one has come. */
  public <T extends Event> Optional<T> find(Class<T> type) {
    for (Object event : events) {
      if (type.isInstance(event)) {
        return Optional.of(type.cast(event));
      }
    }
    return Optional.empty();
  }

  /**
   * The first part of a type, in the order of {@link #events}.
   *
   * @throws NoSuchElementException if none has come
   */
  public <T extends Event> T get(Class<T> type) {
    return find(type)
        .orElseThrow(() ->
            new NoSuchElementException(
                "no %s has come; missing are %s"
                    .formatted(
                        type.getSimpleName(), missing().stream().map(Missing::slot).toList())));
  }

  /** All parts of a type, in the order of the slots, then of arrival. */
  public <T extends Event> List<T> all(Class<T> type) {
    return present().filter(type::isInstance).map(type::cast).toList();
  }

  /** All parts, in the order of the slots, then of arrival. */
  public List<Event> events() {
    return present().toList();
  }

  /** What has not come: one for each part that is needed. */
  public List<Missing> missing() {
    var missing = new ArrayList<Missing>();
    for (int slot = 0; slot < plan.slots().size(); slot++) {
      if (plan.isNeeded(slot)) {
        var one = new Missing(nameOf(plan.slots().get(slot)), workersOn(slot));
        missing.addAll(Collections.nCopies(missingIn(slot), one));
      }
    }
    return Collections.unmodifiableList(missing);
  }

  /** Why the join closed, or that it is open. */
  public Closed closed() {
    return closed;
  }

  /** The parts and what is missing, by names of types. */
  @Override
  public String toString() {
    return "Parts[%s, events=%s, missing=%s]"
        .formatted(closed, events(), missing().stream().map(Missing::slot).toList());
  }

  /** The part at a position that is known to be filled. */
  Object at(int position) {
    return Objects.requireNonNull(events[position]);
  }

  private List<String> workersOn(int slot) {
    return workers == null ? List.of() : workers.get(slot);
  }

  /** How many parts of a slot have not come; 0 where that is not known yet. */
  int missingIn(int slot) {
    if (plan.isCounted() && slot == 1) {
      return count < 0 ? 0 : count - filled(1, events.length);
    }
    int from = plan.start(slot);
    int to = plan.start(slot + 1);
    return to - from - filled(from, to);
  }

  private int filled(int from, int to) {
    return (int) Arrays.stream(events, from, to).filter(Objects::nonNull).count();
  }

  private Stream<Event> present() {
    return Arrays.stream(events)
        .mapMulti((event, sink) -> {
          if (event != null) {
            sink.accept((Event) event);
          }
        });
  }
}
