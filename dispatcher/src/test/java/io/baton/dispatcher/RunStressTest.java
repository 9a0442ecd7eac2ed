package io.baton.dispatcher;

import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Answer;
import io.baton.agents.AskFailedException;
import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.RunCancelled;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class RunStressTest {

  private static final int DEPTH = 3;
  private static final int LEAVES = 1 << DEPTH;

  private final Router router = new Router();

  /**
   * Trees of which each inner event makes its children in another way: as an answer, emitted at
   * once, emitted later, or in a child run.
   */
  private void trees(Execution execution, AtomicIntegerArray leaves) {
    router.on(
        Ask.class,
        "branching",
        (ask, context) -> {
          int depth = ask.n() % 10;
          int below = ask.n() - 1;
          if (depth == 0) {
            leaves.incrementAndGet(ask.n() / 10);
            return List.of();
          }
          if (depth == 1) {
            context.emitLater(new Ask(below), ofNanos(1));
            return List.of(new Ask(below));
          }
          context.emit(new Ask(below));
          if (depth == 2 && execution == Execution.VIRTUAL) {
            var _ = context.ask(new Ask(below), Reply.class);
            return List.of();
          }
          return List.of(new Ask(below));
        },
        o -> o.execution(execution));
  }

  @ParameterizedTest
  @EnumSource
  void nothingOfARunGoesOnAfterItHasEnded(Execution execution) throws Exception {
    int rounds = Crew.rounds(1_500);
    int threads = 3;
    var leaves = new AtomicIntegerArray(threads * rounds);
    trees(execution, leaves);
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(64).start()) {
      Crew.together(
          threads,
          ofSeconds(100),
          number -> {
            for (int round = 0; round < rounds; round++) {
              int tree = number * rounds + round;
              RunReport report = dispatcher.run(new Ask(10 * tree + DEPTH)).await(ofSeconds(10));
              assertThat(leaves.get(tree)).as("%s", report).isEqualTo(LEAVES);
              assertThat(report.active()).as("%s", report).isZero();
              assertThat(report.handled()).as("%s", report).isEqualTo(2L * LEAVES - 1);
            }
          });
      Crew.drain(dispatcher);
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCancelThatRacesTheEndIsEitherAnEndOrNothing(Execution execution) throws Exception {
    int rounds = Crew.rounds(3_000);
    var leaves = new AtomicIntegerArray(rounds);
    var told = new LongAdder();
    trees(execution, leaves);
    router.listen(
        RunCancelled.class, "told", _ -> told.increment(), o -> o.execution(Execution.INLINE));
    var started = new ArrayBlockingQueue<Run>(1);
    var cancelled = new LongAdder();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Crew.together(
          2,
          ofSeconds(100),
          number -> {
            var random = new SplittableRandom(7);
            for (int round = 0; round < rounds; round++) {
              if (number == 1) {
                Run run = started.take();
                spin(random.nextInt(execution == Execution.INLINE ? 2_000 : 20_000));
                run.cancel("on purpose");
              } else {
                Run run = dispatcher.run(new Ask(10 * round + DEPTH), o -> o.keepEvents(5));
                started.put(run);
                check(run, cancelled);
              }
            }
          });
      Crew.drain(dispatcher);
      assertThat(dispatcher.runs()).isEmpty();
      assertThat(told.sum()).isEqualTo(cancelled.sum());
      assertThat(cancelled.sum()).as("runs that were cancelled").isBetween(1L, rounds - 1L);
    }
  }

  private static void check(Run run, LongAdder cancelled) throws Exception {
    RunReport over = run.await(ofSeconds(10));
    RunReport stopped = run.ended().get(10, TimeUnit.SECONDS);
    run.events().forEach(envelope -> assertThat(envelope).isNotNull());
    assertThat(stopped.outcome()).isEqualTo(over.outcome()).isNotEqualTo(RunOutcome.RUNNING);
    assertThat(stopped.active()).isZero();
    if (stopped.outcome() == RunOutcome.CANCELLED) {
      cancelled.increment();
    } else {
      assertThat(stopped.handled()).isEqualTo(2L * LEAVES - 1);
    }
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anAnswerThatRacesTheDeadlineIsGivenOrRefusedForAll() throws Exception {
    router.on(
        Left.class, "first", (left, _) -> List.of(new Tick(left.n())), o -> o.concurrency(1));
    router.on(
        Tick.class,
        "second",
        (tick, _) -> List.of(new Reply(tick.n())),
        o -> o.execution(Execution.INLINE));
    var answered = new LongAdder();
    var expired = new LongAdder();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Crew.together(
          2,
          ofSeconds(100),
          number -> {
            var random = new SplittableRandom(number);
            for (int round = 0; round < Crew.rounds(3_000); round++) {
              int nanos = 1 + random.nextInt(400_000);
              var answer =
                  dispatcher.ask(new Left(round), Reply.class, o -> o.within(ofNanos(nanos)));
              var same = answer.future();
              (isAnswered(answer, round) ? answered : expired).increment();
              assertThat(same.handle((reply, _) -> reply != null).get(10, TimeUnit.SECONDS))
                  .isEqualTo(isAnswered(answer, round));
            }
          });
      Crew.drain(dispatcher);
      assertThat(dispatcher.runs()).isEmpty();
    }
    assertThat(answered.sum()).as("answered").isPositive();
    assertThat(expired.sum()).as("expired").isPositive();
  }

  private static boolean isAnswered(Answer<Reply> answer, int round) throws Exception {
    try {
      assertThat(answer.get(ofSeconds(10))).isEqualTo(new Reply(round));
      return true;
    } catch (AskFailedException e) {
      assertThat(e.report().outcome()).isEqualTo(RunOutcome.EXPIRED);
      return false;
    }
  }
}
