package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import com.lmax.disruptor.Sequence;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One producer, chains of ten inline agents, each of which answers the next; a unit is a hop. */
final class Hops {

  private static final int HOPS = 10;

  private Hops() {}

  static Side bare() {
    var goal = new Goal(HOPS, HOPS);
    var chain = new RingChain(goal);
    return new RingSide(chain.ring, goal, 1, chain::produce);
  }

  static Side baton() {
    var goal = new Goal(HOPS, HOPS);
    var router = new Router();
    inline(
        router,
        Hop.Hop0.class,
        "hop-0",
        (hop, _) -> {
          goal.count(0).see(hop.n());
          return List.of(new Hop.Hop1(hop.n()));
        });
    inline(
        router,
        Hop.Hop1.class,
        "hop-1",
        (hop, _) -> {
          goal.count(1).see(hop.n());
          return List.of(new Hop.Hop2(hop.n()));
        });
    inline(
        router,
        Hop.Hop2.class,
        "hop-2",
        (hop, _) -> {
          goal.count(2).see(hop.n());
          return List.of(new Hop.Hop3(hop.n()));
        });
    inline(
        router,
        Hop.Hop3.class,
        "hop-3",
        (hop, _) -> {
          goal.count(3).see(hop.n());
          return List.of(new Hop.Hop4(hop.n()));
        });
    inline(
        router,
        Hop.Hop4.class,
        "hop-4",
        (hop, _) -> {
          goal.count(4).see(hop.n());
          return List.of(new Hop.Hop5(hop.n()));
        });
    inline(
        router,
        Hop.Hop5.class,
        "hop-5",
        (hop, _) -> {
          goal.count(5).see(hop.n());
          return List.of(new Hop.Hop6(hop.n()));
        });
    inline(
        router,
        Hop.Hop6.class,
        "hop-6",
        (hop, _) -> {
          goal.count(6).see(hop.n());
          return List.of(new Hop.Hop7(hop.n()));
        });
    inline(
        router,
        Hop.Hop7.class,
        "hop-7",
        (hop, _) -> {
          goal.count(7).see(hop.n());
          return List.of(new Hop.Hop8(hop.n()));
        });
    inline(
        router,
        Hop.Hop8.class,
        "hop-8",
        (hop, _) -> {
          goal.count(8).see(hop.n());
          return List.of(new Hop.Hop9(hop.n()));
        });
    inline(router, Hop.Hop9.class, "hop-9", (hop, _) -> goal.count(9).seen(hop.n()));
    var dispatcher = AsyncDispatcher.start(router);
    return new BatonSide(
        dispatcher,
        goal,
        1,
        (from, to) -> {
          for (int i = from; i < to; i += HOPS) {
            dispatcher.dispatch(new Hop.Hop0(i / HOPS));
          }
        });
  }

  /**
   * The handler publishes into the ring that it empties, so it would wait for itself if the ring
   * were full: the producer leaves half of it free.
   */
  private static final class RingChain {

    private static final int MOST_OPEN = Ring.SIZE / 2;
    private static final long PARK_NANOS = 50_000;

    private final Goal goal;
    private final Ring ring = new Ring((slot, _, _) -> handle((Hop) slot.event()));
    private final Sequence ended = new Sequence(0);
    private long begun;

    RingChain(Goal goal) {
      this.goal = goal;
    }

    private void handle(Hop event) {
      switch (event) {
        case Hop.Hop0 hop -> {
          goal.count(0).see(hop.n());
          ring.publish(new Hop.Hop1(hop.n()));
        }
        case Hop.Hop1 hop -> {
          goal.count(1).see(hop.n());
          ring.publish(new Hop.Hop2(hop.n()));
        }
        case Hop.Hop2 hop -> {
          goal.count(2).see(hop.n());
          ring.publish(new Hop.Hop3(hop.n()));
        }
        case Hop.Hop3 hop -> {
          goal.count(3).see(hop.n());
          ring.publish(new Hop.Hop4(hop.n()));
        }
        case Hop.Hop4 hop -> {
          goal.count(4).see(hop.n());
          ring.publish(new Hop.Hop5(hop.n()));
        }
        case Hop.Hop5 hop -> {
          goal.count(5).see(hop.n());
          ring.publish(new Hop.Hop6(hop.n()));
        }
        case Hop.Hop6 hop -> {
          goal.count(6).see(hop.n());
          ring.publish(new Hop.Hop7(hop.n()));
        }
        case Hop.Hop7 hop -> {
          goal.count(7).see(hop.n());
          ring.publish(new Hop.Hop8(hop.n()));
        }
        case Hop.Hop8 hop -> {
          goal.count(8).see(hop.n());
          ring.publish(new Hop.Hop9(hop.n()));
        }
        case Hop.Hop9 hop -> {
          goal.count(9).see(hop.n());
          ended.set(ended.get() + 1);
        }
      }
    }

    private void produce(int from, int to) {
      long endedSeen = ended.get();
      for (int i = from; i < to; i += HOPS) {
        while (begun - endedSeen >= MOST_OPEN) {
          LockSupport.parkNanos(this, PARK_NANOS);
          endedSeen = ended.get();
        }
        ring.publish(new Hop.Hop0(i / HOPS));
        begun++;
      }
    }
  }

  private sealed interface Hop extends Event {

    record Hop0(int n) implements Hop {}

    record Hop1(int n) implements Hop {}

    record Hop2(int n) implements Hop {}

    record Hop3(int n) implements Hop {}

    record Hop4(int n) implements Hop {}

    record Hop5(int n) implements Hop {}

    record Hop6(int n) implements Hop {}

    record Hop7(int n) implements Hop {}

    record Hop8(int n) implements Hop {}

    record Hop9(int n) implements Hop {}
  }
}
