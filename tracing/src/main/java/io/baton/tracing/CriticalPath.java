package io.baton.tracing;

import io.baton.events.CorrelationId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the chain that determined the end: from what ended last back to what it waited for, step by
 * step. While something goes on, it is the chain to what has gone on for longest.
 */
final class CriticalPath {

  private final Deque<Draft> next = new ArrayDeque<>();
  private final TreeMap<Moment, DeliveryDraft> ends = new TreeMap<>();

  private CriticalPath(Collection<StepDraft> steps, Collection<JoinDraft> joins) {
    deliveries(steps, joins)
        .filter(delivery -> delivery.ended != null)
        .forEach(delivery -> ends.put(endOf(delivery), delivery));
  }

  static void mark(Collection<StepDraft> steps, Collection<JoinDraft> joins) {
    var path = new CriticalPath(steps, joins);
    path.end(steps, joins).ifPresent(path::walk);
  }

  private Optional<? extends Draft> end(Collection<StepDraft> steps, Collection<JoinDraft> joins) {
    // Who has asked others may wait for one of them, which tells more.
    Optional<? extends Draft> open =
        deliveries(steps, joins)
            .filter(delivery -> delivery.outcome.isOpen())
            .min(
                Comparator.comparing((DeliveryDraft delivery) -> !delivery.asked.isEmpty())
                    .thenComparing(delivery -> delivery.told));
    if (open.isEmpty()) {
      open =
          joins.stream()
              .filter(join -> join.closed == null)
              .min(Comparator.comparing(join -> join.told));
    }
    return open.isPresent() ? open : last(steps);
  }

  /** What happened last: the end of a delivery, or an event that nobody took. */
  private Optional<? extends Draft> last(Collection<StepDraft> steps) {
    Optional<StepDraft> step = steps.stream().max(Comparator.comparing(one -> one.moment));
    Map.Entry<Moment, DeliveryDraft> end = ends.lastEntry();
    if (end == null || (step.isPresent() && step.get().moment.compareTo(end.getKey()) > 0)) {
      return step;
    }
    return Optional.of(end.getValue());
  }

  private void walk(Draft end) {
    next.push(end);
    while (!next.isEmpty()) {
      Draft draft = next.pop();
      if (!draft.isCritical) {
        draft.isCritical = true;
        pushWhatItWaitedFor(draft);
      }
    }
  }

  private void pushWhatItWaitedFor(Draft draft) {
    switch (draft) {
      case StepDraft step -> push(step.above instanceof JoinDraft join ? callOf(join) : step.above);
      case DeliveryDraft delivery -> {
        push(delivery.above);
        delivery.asked.forEach(root -> push(lastWithin(root, delivery)));
      }
      case JoinDraft join -> push(trigger(join));
    }
  }

  private void push(@Nullable Draft draft) {
    if (draft != null) {
      next.push(draft);
    }
  }

  private static Draft callOf(JoinDraft join) {
    return join.delivery == null ? join : join.delivery;
  }

  /** What made a join close when it did. */
  private @Nullable Draft trigger(JoinDraft join) {
    return switch (join.reason) {
      case "TIMED_OUT" -> join.first == null ? join.last : join.first;
      case "STARVED", "FAILED" -> {
        Draft end = lastEndBefore(join);
        yield end == null ? join.last : end;
      }
      default -> join.last;
    };
  }

  private @Nullable DeliveryDraft lastEndBefore(JoinDraft join) {
    Moment closed = join.closed;
    if (closed == null) {
      return null;
    }
    for (var end = ends.lowerEntry(closed); end != null; end = ends.lowerEntry(end.getKey())) {
      if (correlation(end.getValue()).equals(join.correlationId)) {
        return end.getValue();
      }
    }
    return null;
  }

  private static CorrelationId correlation(DeliveryDraft delivery) {
    return switch (delivery.above) {
      case StepDraft step -> step.correlationId;
      case JoinDraft join -> join.correlationId;
      case DeliveryDraft other -> throw new IllegalStateException("below " + other.agent);
    };
  }

  /** What happened last below an event, before the agent that waited for it went on. */
  private static Draft lastWithin(StepDraft root, DeliveryDraft asker) {
    Draft last = root;
    Moment latest = root.moment;
    Deque<StepDraft> below = new ArrayDeque<>(List.of(root));
    while (!below.isEmpty()) {
      StepDraft step = below.pop();
      if (step.moment.compareTo(latest) > 0 && isBefore(step.moment, asker.ended)) {
        latest = step.moment;
        last = step;
      }
      for (var delivery : withJoins(step).toList()) {
        Moment end = delivery.ended;
        if (end != null && end.compareTo(latest) > 0 && isBefore(end, asker.ended)) {
          latest = end;
          last = delivery;
        }
      }
      step.children().stream().filter(child -> child.depth > step.depth).forEach(below::push);
    }
    return last;
  }

  private static boolean isBefore(Moment moment, @Nullable Moment end) {
    return end == null || moment.compareTo(end) < 0;
  }

  private static Stream<DeliveryDraft> withJoins(StepDraft step) {
    return Stream.concat(
        step.deliveries.values().stream(),
        step.lastOf.stream().flatMap(join -> Stream.ofNullable(join.delivery)));
  }

  private static Stream<DeliveryDraft> deliveries(
      Collection<StepDraft> steps, Collection<JoinDraft> joins) {
    return Stream.concat(
        steps.stream().flatMap(step -> step.deliveries.values().stream()),
        joins.stream().flatMap(join -> Stream.ofNullable(join.delivery)));
  }

  private static Moment endOf(DeliveryDraft delivery) {
    return delivery.ended == null ? delivery.told : delivery.ended;
  }
}
