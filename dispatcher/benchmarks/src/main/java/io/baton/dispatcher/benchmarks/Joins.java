package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import io.baton.agents.Join;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Router;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One producer, three types dispatched one by one with their correlation id, and joined to one
 * event that an agent sees; a unit is a join. No id comes twice: a join remembers those that it has
 * closed.
 */
final class Joins {

  private static final long HIGH = 0x0123_4567_89AB_7DEFL;

  private Joins() {}

  static Side bare() {
    var goal = new Goal(1, 1);
    var ids = new AtomicLong();
    var byHand = new JoinByHand(goal.count(0));
    var ring = new Ring((slot, _, _) -> byHand.add((Part) slot.event(), slot.correlationId()));
    return new RingSide(
        ring,
        goal,
        1,
        (from, to) -> {
          long first = ids.getAndAdd(to - from);
          for (int i = from; i < to; i++) {
            var id = new CorrelationId(HIGH, first + i);
            ring.publish(new Part.A(i), id);
            ring.publish(new Part.B(i), id);
            ring.publish(new Part.C(i), id);
          }
        });
  }

  static Side baton() {
    var goal = new Goal(1, 1);
    var router = new Router();
    router.on(
        "join",
        Join.of(Part.A.class, Part.B.class, Part.C.class).into((a, _, _) -> new Joined(a.n())),
        options -> options.execution(Execution.INLINE));
    inline(router, Joined.class, "counting", (joined, _) -> goal.count(0).seen(joined.n()));
    return parts(router, goal);
  }

  /** The same parts, each to an agent that reads it. */
  static Side unjoined() {
    var goal = new Goal(1, 1);
    var unjoined = new Unjoined(goal.count(0));
    var router = new Router();
    inline(router, Part.A.class, "first", (part, _) -> unjoined.add(part.n()));
    inline(router, Part.B.class, "second", (part, _) -> unjoined.add(part.n()));
    inline(router, Part.C.class, "third", (part, _) -> unjoined.addLast(part.n()));
    return parts(router, goal);
  }

  private static Side parts(Router router, Goal goal) {
    var ids = new AtomicLong();
    var dispatcher = AsyncDispatcher.start(router);
    return new BatonSide(
        dispatcher,
        goal,
        1,
        (from, to) -> {
          long first = ids.getAndAdd(to - from);
          for (int i = from; i < to; i++) {
            var id = new CorrelationId(HIGH, first + i);
            dispatcher.dispatch(new Part.A(i), id);
            dispatcher.dispatch(new Part.B(i), id);
            dispatcher.dispatch(new Part.C(i), id);
          }
        });
  }

  /** What one would write in the handler: a map of what has come so far. */
  private static final class JoinByHand {

    private final Count seen;
    private final Map<CorrelationId, Parts> open = new HashMap<>();

    JoinByHand(Count seen) {
      this.seen = seen;
    }

    void add(Part part, CorrelationId id) {
      var parts = open.computeIfAbsent(id, _ -> new Parts());
      switch (part) {
        case Part.A a -> parts.a = a;
        case Part.B b -> parts.b = b;
        case Part.C c -> parts.c = c;
      }
      if (parts.a != null && parts.b != null && parts.c != null) {
        open.remove(id);
        seen.see(new Joined(parts.a.n()).n());
      }
    }
  }

  /** Reads parts that come in their order. Confined to the dispatcher's thread. */
  private static final class Unjoined {

    private final Count seen;
    private int sum;

    Unjoined(Count seen) {
      this.seen = seen;
    }

    List<Event> add(int number) {
      sum += number;
      return List.of();
    }

    /** Sees the parts' common number, if they had one. */
    List<Event> addLast(int number) {
      int others = sum - number;
      sum = 0;
      return seen.seen(others);
    }
  }

  private static final class Parts {
    Part.@Nullable A a;
    Part.@Nullable B b;
    Part.@Nullable C c;
  }

  private sealed interface Part extends Event {

    record A(int n) implements Part {}

    record B(int n) implements Part {}

    record C(int n) implements Part {}
  }

  private record Joined(int n) implements Event {}
}
