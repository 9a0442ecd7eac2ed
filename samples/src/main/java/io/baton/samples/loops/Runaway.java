package io.baton.samples.loops;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Problem;
import io.baton.dispatcher.Router;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;

/** A writer and a reviewer answer each other and are never content. */
public final class Runaway {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** What the writer makes. */
  record Draft(int version) implements Event {}

  /** What the reviewer makes. */
  record Review(int version) implements Event {}

  /**
   * What became of it.
   *
   * @param warnings what the router's check had said before anything ran
   * @param answers how often the two have answered
   * @param drained whether the dispatcher was quiet afterwards
   * @param elapsed how long it took until then
   * @param letters the dead letters
   */
  public record Outcome(
      List<String> warnings,
      long answers,
      boolean drained,
      Duration elapsed,
      List<DeadLetter> letters) {

    /** Copies. */
    public Outcome {
      warnings = List.copyOf(warnings);
      letters = List.copyOf(letters);
    }
  }

  private Runaway() {}

  /**
   * Lets them begin, and waits until the dispatcher is quiet.
   *
   * @throws InterruptedException if the caller is interrupted
   */
  public static Outcome run() throws InterruptedException {
    var router = new Router();
    router.on(
        Review.class,
        "writer",
        (review, _) -> List.of(new Draft(review.version() + 1)),
        o -> o.emits(Draft.class));
    router.on(
        Draft.class,
        "reviewer",
        (draft, _) -> List.of(new Review(draft.version())),
        o -> o.emits(Review.class));
    var warnings = router.check().stream().map(Problem::message).toList();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      long begin = System.nanoTime();
      dispatcher.dispatch(new Draft(1));
      var report = dispatcher.awaitDrained(LIMIT);
      var elapsed = Duration.ofNanos(System.nanoTime() - begin);
      return new Outcome(
          warnings, report.handled(), report.drained(), elapsed, dispatcher.deadLetters().list());
    }
  }
}
