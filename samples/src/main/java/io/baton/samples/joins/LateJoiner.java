package io.baton.samples.joins;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.agents.Missing;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A trip is planned of a flight and a hotel. Once there is a third part, which comes late; and once
 * a part never comes: for a join, and for what one writes by hand.
 */
public final class LateJoiner {

  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(1);

  /** The events of a trip. */
  sealed interface Trip extends Event {

    /** Where to. */
    record Wish(String city) implements Trip {}

    /** One part of the plan. */
    record Flight(String number) implements Trip {}

    /** The other part. */
    record Hotel(String name) implements Trip {}

    /** What the join answers, and what it had to do without. */
    record Plan(List<String> missing) implements Trip {}
  }

  /**
   * What became of a late part.
   *
   * @param plans how often the join has answered
   * @param droppedLate how many parts it has dropped as late
   * @param openJoins how many joins are left behind
   */
  public record LatePart(int plans, long droppedLate, int openJoins) {}

  /**
   * What became of a part that never comes.
   *
   * @param missing the parts that are missing, as far as one is told
   * @param waited how long it took until that was known
   */
  public record MissingPart(List<String> missing, Duration waited) {}

  private LateJoiner() {}

  /**
   * A second hotel is found when the plan is already made.
   *
   * @throws InterruptedException if the caller is interrupted
   */
  public static LatePart latePart(Duration limit) throws InterruptedException {
    var planner = planner(limit);
    var plans = new ConcurrentLinkedQueue<Trip.Plan>();
    var router = new Router();
    router.on(Trip.Wish.class, "airline", (_, _) -> List.of(new Trip.Flight("LH 4711")));
    router.on(Trip.Wish.class, "hotel", (_, _) -> List.of(new Trip.Hotel("Ritz")));
    router.on(
        Trip.Wish.class,
        "late hotel",
        (_, context) -> {
          planner.awaitJoined(context.correlationId(), DRAIN_LIMIT);
          return List.of(new Trip.Hotel("Savoy"));
        });
    router.on("planner", planner);
    router.listen(Trip.Plan.class, "traveller", plans::add);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.run(new Trip.Wish("Lisbon")).await(DRAIN_LIMIT);
      dispatcher.awaitDrained(DRAIN_LIMIT);
    }
    return new LatePart(plans.size(), planner.counts().late(), planner.open());
  }

  /**
   * No hotel is found: the join sees that nobody is left who could bring one.
   *
   * @param limit how long the join would wait otherwise
   * @throws InterruptedException if the caller is interrupted
   */
  public static MissingPart byJoin(Duration limit) throws InterruptedException {
    var router = new Router();
    router.on(Trip.Wish.class, "airline", (_, _) -> List.of(new Trip.Flight("LH 4711")));
    router.on(Trip.Wish.class, "hotel", (_, _) -> List.of());
    router.on("planner", planner(limit));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      long begin = System.nanoTime();
      Trip.Plan plan = dispatcher.ask(new Trip.Wish("Lisbon"), Trip.Plan.class).get();
      return new MissingPart(plan.missing(), Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private static AggregatorAgent planner(Duration limit) {
    return Join.of(Trip.Flight.class, Trip.Hotel.class)
        .within(limit)
        .orPartial((parts, _) ->
            List.of(new Trip.Plan(parts.missing().stream().map(Missing::slot).toList())))
        .into((_, _) -> new Trip.Plan(List.of()));
  }

  /**
   * The same by hand: a latch can only wait, and does not know for what.
   *
   * @param limit how long to wait at most
   * @throws InterruptedException if the caller is interrupted
   */
  public static MissingPart byLatch(Duration limit) throws InterruptedException {
    var latch = new CountDownLatch(2);
    long begin = System.nanoTime();
    Thread.ofVirtual().name("airline").start(latch::countDown);
    Thread.ofVirtual().name("hotel").start(() -> {});
    var _ = latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    return new MissingPart(List.of(), Duration.ofNanos(System.nanoTime() - begin));
  }
}
