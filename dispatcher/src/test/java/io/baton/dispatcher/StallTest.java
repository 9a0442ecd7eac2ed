package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Level;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.Gather;
import io.baton.agents.Join;
import io.baton.agents.WaitGuard;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.CorrelationId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits by means of Baton on the dispatcher's own thread. */
@Timeout(30)
class StallTest {

  private final Router router = new Router();

  private static final int SUM = 3;

  private static int sum() {
    return Gather.map(x -> x, List.of(1, 2)).orThrow().stream().mapToInt(x -> x).sum();
  }

  @Test
  void gatherOnTheDispatchersThreadIsCountedAndWarnedOfOnceAnAgent() throws Exception {
    for (var name : List.of("first", "second")) {
      router.listen(
          Ask.class,
          name,
          _ -> assertThat(sum()).isEqualTo(SUM),
          o -> o.execution(Execution.INLINE));
    }
    try (var log = new CapturedLog(Level.WARN);
        var dispatcher = AsyncDispatcher.builder(router).name("d").start()) {
      for (int i = 0; i < 5; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.handled()).isEqualTo(10);
      assertThat(report.stalls()).isEqualTo(10);
      assertThat(report.toString()).endsWith("; 10 waits on the dispatcher's own thread");
      assertThat(log.lines("own thread"))
          .containsExactlyInAnyOrder(
              "WARN waiting on the dispatcher's own thread, where all routing stands still; make"
                  + " its route VIRTUAL: dispatcher=d agent=first waitsFor=a gather of 2 calls",
              "WARN waiting on the dispatcher's own thread, where all routing stands still; make"
                  + " its route VIRTUAL: dispatcher=d agent=second waitsFor=a gather of 2 calls");
    }
  }

  @Test
  void inlineAgentThatTakesLongIsWarnedOfOnce() throws Exception {
    router.listen(Ask.class, "busy", _ -> work(ofMillis(25)), o -> o.execution(Execution.INLINE));
    router.listen(Ask.class, "quick", _ -> {}, o -> o.execution(Execution.INLINE));
    try (var log = new CapturedLog(Level.WARN);
        var dispatcher = AsyncDispatcher.builder(router).name("d").batchSize(1).start()) {
      for (int i = 0; i < 5; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.handled()).isEqualTo(10);
      assertThat(report.stalls()).isZero();
      assertThat(log.lines("agent=busy"))
          .singleElement(STRING)
          .matches(
              "WARN an agent takes long on the dispatcher's own thread, where all routing stands"
                  + " still; make its route VIRTUAL: dispatcher=d agent=busy millis=\\d+");
    }
  }

  private static void work(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void strictAgentIsRefusedInsteadAndNothingIsCounted() throws Exception {
    router.listen(Ask.class, "hasty", _ -> sum(), o -> o.execution(Execution.INLINE).strict());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.stalls()).isZero();
      assertThat(dispatcher.deadLetters().list().getFirst().cause().message())
          .isEqualTo("agent hasty must not wait for a gather of 2 calls: its route is strict");
    }
  }

  @Test
  void predicateThatWaitsIsWarnedOfToo() throws Exception {
    router.listen(Ask.class, "picky", _ -> {}, o -> o.when(_ -> sum() == SUM));
    try (var log = new CapturedLog(Level.WARN);
        var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));

      assertThat(Crew.drain(dispatcher).stalls()).isEqualTo(2);
      assertThat(log.lines("agent=none, but a predicate, key function or tracer")).hasSize(1);
    }
  }

  @Test
  void waitsForAnotherDispatcherForAJoinAndOfLibrariesAreSeen() throws Exception {
    AggregatorAgent join =
        Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n()));
    var otherRouter = new Router();
    otherRouter.on(Tick.class, "answering", (tick, _) -> List.of(new Reply(tick.n())));
    try (var other = AsyncDispatcher.start(otherRouter)) {
      router.listen(
          Ask.class,
          "impatient",
          _ -> {
            other.ask(new Tick(1), Reply.class).get();
            other.awaitDrained(ofMillis(1));
            join.awaitJoined(CorrelationId.of("x"), ofMillis(1));
            WaitGuard.beforeWaiting("model m");
          },
          o -> o.execution(Execution.INLINE));
      try (var log = new CapturedLog(Level.WARN);
          var dispatcher = AsyncDispatcher.start(router)) {
        dispatcher.dispatch(new Ask(1));

        assertThat(Crew.drain(dispatcher).stalls()).isEqualTo(4);
        assertThat(log.lines("agent=impatient waitsFor=run ")).hasSize(1);
      }
    }
  }

  @Test
  void waitsOnOtherThreadsAreNotCounted() throws Exception {
    var done = new CountDownLatch(2);
    for (var execution : List.of(Execution.VIRTUAL, Execution.CPU)) {
      router.listen(
          Ask.class,
          "patient " + execution,
          _ -> {
            sum();
            done.countDown();
          },
          o -> o.execution(execution));
    }
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      Work.until(done);

      assertThat(Crew.drain(dispatcher).stalls()).isZero();
    }
  }
}
