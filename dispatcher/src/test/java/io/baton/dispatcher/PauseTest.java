package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.AskFailedException;
import io.baton.agents.Ordering;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that wait for what they have asked. */
@Timeout(60)
class PauseTest {

  private final Router router = new Router();
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicInteger mostAtWork = new AtomicInteger();

  private void enter() {
    mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
  }

  private void leave() {
    atWork.decrementAndGet();
  }

  /** Asks its own route for the number below. */
  private List<Reply> countDown(Ask ask, AgentContext context) throws InterruptedException {
    enter();
    try {
      if (ask.n() == 0) {
        return List.of(new Reply(0));
      }
      var below = context.ask(new Ask(ask.n() - 1), Reply.class);
      leave();
      try {
        return List.of(new Reply(below.get().n() + 1));
      } finally {
        enter();
      }
    } finally {
      leave();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void agentsThatAskOnEveryPermitOfTheirRouteDoNotBlockEachOther(int permits) throws Exception {
    router.on(Ask.class, "counter", this::countDown, o -> o.concurrency(permits));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(16).maxInFlight(2).start()) {
      int rounds = Crew.rounds(200);
      Crew.together(
          4,
          ofSeconds(50),
          _ -> {
            for (int i = 0; i < rounds; i++) {
              assertThat(dispatcher.ask(new Ask(i % 9), Reply.class).get(ofSeconds(40)).n())
                  .isEqualTo(i % 9);
            }
          });
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
    assertThat(mostAtWork).hasValueLessThanOrEqualTo(permits);
  }

  @Test
  void whoWaitsDoesNotCountAgainstMaxInFlight() throws Exception {
    var open = new CountDownLatch(1);
    var asked = new CountDownLatch(2);
    var ticks = new LongAdder();
    router.on(
        Ask.class,
        "asking",
        (ask, context) -> List.of(context.ask(new Act.Left(ask.n()), Reply.class).get()));
    router.on(
        Act.Left.class,
        "late",
        (left, context) -> {
          // Only an event from outside ends it.
          context.emitLater(new Reply(left.n()), ofMillis(1));
          asked.countDown();
          Work.until(open);
          return List.of();
        });
    router.listen(
        Tick.class,
        "ticks",
        _ -> {
          ticks.increment();
          open.countDown();
        });
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(4).maxInFlight(3).start()) {
      var first = dispatcher.ask(new Ask(1), Reply.class);
      var second = dispatcher.ask(new Ask(2), Reply.class);
      Work.until(asked);
      dispatcher.dispatch(new Tick(1));

      assertThat(first.get(ofSeconds(20)).n()).isEqualTo(1);
      assertThat(second.get(ofSeconds(20)).n()).isEqualTo(2);
    }
    assertThat(ticks.sum()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void waitingWithoutALimitIsRefusedOnAnOrderedRoute(Ordering ordering) throws Exception {
    router.on(
        Ask.class,
        "asking",
        (ask, context) -> List.of(context.ask(new Tick(ask.n()), Reply.class).get()),
        o -> o.ordered(ordering));
    router.on(Tick.class, "answering", (tick, _) -> List.of(new Reply(tick.n())));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      assertThat(dispatcher.deadLetters().list())
          .singleElement()
          .satisfies(letter ->
              assertThat(letter.cause().message())
                  .isEqualTo(
                      "agent asking must not wait without a time limit, since its route is ordered "
                          + ordering
                          + " and what comes after this event waits for it; use get(Duration)"));
    }
  }

  @Test
  void aLaneStaysHeldWhileItsAgentWaits() throws Exception {
    var seen = new ConcurrentLinkedQueue<Event>();
    router.on(
        Debit.class,
        "asking",
        (debit, context) -> {
          if (debit.n() == 0) {
            try {
              context.ask(new Tick(1), Reply.class).get(ofMillis(200));
            } catch (AskFailedException _) {
              seen.add(new Tick(1));
            }
          }
          seen.add(debit);
          return List.of();
        },
        o -> o.ordered(Ordering.BY_KEY).concurrency(1));
    router.listen(Tick.class, "silent", _ -> Work.lasting(ofMillis(400)));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Debit("a", 0));
      dispatcher.dispatch(new Debit("a", 1));
      dispatcher.dispatch(new Debit("b", 1));
      Crew.drain(dispatcher);
    }
    assertThat(seen)
        .containsExactly(new Debit("b", 1), new Tick(1), new Debit("a", 0), new Debit("a", 1));
  }

  @Test
  void anInterruptedWaitLeavesThePermitsAsTheyWere() throws Exception {
    router.on(
        Ask.class,
        "asking",
        (ask, context) -> {
          enter();
          leave();
          var silence = context.ask(new Tick(ask.n()), Reply.class);
          try {
            return List.of(silence.get(ofSeconds(50)));
          } finally {
            enter();
            Work.lasting(ofMillis(1));
            leave();
          }
        },
        o -> o.concurrency(2).timeout(ofMillis(20)));
    router.listen(Tick.class, "silent", tick -> Work.lasting(ofMillis(60)));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(100);
    }
    assertThat(mostAtWork).hasValueBetween(1, 2);
  }
}
