package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/**
 * Everything at once: routes that come and go, full rings and mailboxes, agents of every kind that
 * fail now and then, runs, joins and the end. Afterwards the books must balance. Set {@code
 * baton.seed} to repeat one round, and {@code baton.soak} to play more.
 */
@Timeout(60)
class SeededStressTest {

  private static final int PRODUCERS = 3;

  private final Router router = new Router();

  /** Calls of agents, by what became of them. */
  private final LongAdder well = new LongAdder();

  private final LongAdder badly = new LongAdder();
  private final LongAdder joined = new LongAdder();
  private final LongAdder roots = new LongAdder();

  private final AggregatorAgent join =
      Join.of(Left.class, Right.class)
          .into((left, right) -> {
            joined.increment();
            return new Both(left.n(), right.n());
          });

  @RepeatedTest(6)
  void theBooksBalanceAfterEverythingAtOnce(RepetitionInfo info) throws Exception {
    long seed = Long.getLong("baton.seed", System.nanoTime() * 31 + info.getCurrentRepetition());
    System.out.println("SeededStressTest: -Dbaton.seed=" + seed);
    var random = new SplittableRandom(seed);
    addRoutes(random);
    var dispatcher =
        AsyncDispatcher.builder(router)
            .ringSize(1 << random.nextInt(8))
            .batchSize(1 + random.nextInt(64))
            .maxInFlight(1 + random.nextInt(64))
            .waitStrategy(random.nextBoolean() ? WaitStrategy.PARK : WaitStrategy.ADAPTIVE)
            .unrouted(UnroutedPolicy.IGNORE)
            .closeTimeout(ofSeconds(20))
            .start();
    try (dispatcher) {
      for (int round = 0; round < Crew.rounds(6); round++) {
        SplittableRandom[] randoms = {random.split(), random.split(), random.split()};
        Crew.together(
            PRODUCERS + 1,
            ofSeconds(30),
            number -> {
              if (number == PRODUCERS) {
                changeRoutes();
              } else {
                produce(dispatcher, randoms[number]);
              }
            });
        assertBooks(dispatcher, Crew.drain(dispatcher), seed);
      }
    }
    assertBooks(dispatcher, dispatcher.report(), seed);
  }

  private void addRoutes(SplittableRandom random) {
    for (var execution : Execution.values()) {
      router.on(Ask.class, "ask-" + execution, this::answer, o -> o.execution(execution));
    }
    router.on(
        Ask.class,
        "ask-narrow",
        this::answer,
        o -> o.concurrency(1 + random.nextInt(3)).mailbox(1 + random.nextInt(8), Overflow.BLOCK));
    router.onAsync(
        Ask.class, "ask-async", this::answerLater, o -> o.concurrency(1 + random.nextInt(3)));
    router.on(
        Ask.class,
        "splitting",
        (ask, _) -> {
          well.increment();
          return List.of(new Left(ask.n()), new Right(ask.n()));
        });
    var joiner = random.nextBoolean() ? Execution.INLINE : Execution.VIRTUAL;
    router.on("joining", join, o -> o.execution(joiner));
    router.listen(Both.class, "both", _ -> well.increment(), o -> o.execution(Execution.INLINE));
    router.listen(Reply.class, "reply", _ -> well.increment(), o -> o.concurrency(2));
  }

  private List<Event> answer(Ask ask, AgentContext context) {
    if (ask.n() % 7 == 0) {
      badly.increment();
      throw new IllegalStateException("on purpose");
    }
    if (ask.n() % 3 == 0) {
      context.emit(new Reply(ask.n()));
    }
    well.increment();
    return ask.n() % 2 == 0 ? List.of(new Reply(ask.n())) : List.of();
  }

  private CompletableFuture<List<Event>> answerLater(Ask ask, AgentContext context) {
    var answer = new CompletableFuture<List<Event>>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(answer(ask, context));
          } catch (IllegalStateException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private void produce(AsyncDispatcher dispatcher, SplittableRandom random) throws Exception {
    var runs = new ArrayList<Run>();
    for (int i = 0; i < 60; i++) {
      var ask = new Ask(random.nextInt(100));
      switch (random.nextInt(6)) {
        case 0 -> runs.add(dispatcher.run(ask));
        case 1 ->
            assertThat(dispatcher.ask(ask, Both.class).get(ofSeconds(20)).left())
                .isEqualTo(ask.n());
        case 2 -> {
          while (!dispatcher.tryDispatch(ask)) {
            Thread.onSpinWait();
          }
        }
        default -> dispatcher.dispatch(ask);
      }
      roots.increment();
    }
    for (var run : runs) {
      assertThat(run.await(ofSeconds(20)).outcome()).isEqualTo(RunOutcome.COMPLETED);
    }
  }

  private void changeRoutes() {
    for (int i = 0; i < 30; i++) {
      var route = router.listen(Tick.class, "coming-and-going", _ -> {});
      var wide =
          router.listen(
              Act.class, "seeing-all", _ -> well.increment(), o -> o.execution(Execution.CPU));
      wide.remove();
      route.remove();
    }
  }

  private void assertBooks(AsyncDispatcher dispatcher, DrainReport report, long seed) {
    assertThat(report.failed()).as("seed %s", seed).isEqualTo(badly.sum());
    // each part of a join is a delivery; the one that completes it is the call of its function
    assertThat(report.handled()).as("seed %s", seed).isEqualTo(well.sum() + 2 * joined.sum());
    assertThat(joined.sum()).as("seed %s", seed).isEqualTo(roots.sum());
    assertThat(report.openJoins()).as("seed %s", seed).isZero();
    assertThat(join.open()).as("seed %s", seed).isZero();
    assertThat(report.queued()).isZero();
    assertThat(report.scheduled()).isZero();
    assertThat(report.remaining()).isEmpty();
    assertThat(dispatcher.runs()).as("seed %s", seed).isEmpty();
  }
}
