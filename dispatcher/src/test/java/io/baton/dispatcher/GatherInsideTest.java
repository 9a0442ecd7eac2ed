package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.baton.agents.AgentContext;
import io.baton.agents.Gather;
import io.baton.agents.Gathered;
import io.baton.agents.Outcome.TimedOut;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Envelope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents, and spawned code, that gather. */
@Timeout(60)
class GatherInsideTest {

  private final Router router = new Router();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  @Test
  void whatACallDispatchesIsAFollowUpOfTheAgentsEvent() throws Exception {
    var seen = new LinkedBlockingQueue<Envelope>();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      router.listen(
          Ask.class,
          "gathering",
          ask ->
              Gather.map(
                      n -> {
                        dispatcher.dispatch(new Tick(n));
                        return n;
                      },
                      List.of(1, 2, 3))
                  .orThrow());
      router.on(
          Tick.class,
          "seeing",
          (_, context) -> {
            seen.add(context.envelope());
            return List.of();
          });
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(10));
      Crew.drain(dispatcher);

      Envelope root = run.events().iterator().next();
      assertThat(seen)
          .hasSize(3)
          .allSatisfy(envelope -> {
            assertThat(envelope.causationId()).contains(root.id());
            assertThat(envelope.correlationId()).isEqualTo(root.correlationId());
            assertThat(envelope.source()).isEqualTo("gathering");
          });
    }
  }

  @Test
  void callMustNotWaitForItsOwnDispatcherEither() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var refusals = new LinkedBlockingQueue<Throwable>();
      router.listen(
          Ask.class,
          "gathering",
          _ ->
              Gather.scatter(() ->
                      refusals.add(catchThrowable(() -> dispatcher.awaitDrained(ofSeconds(10)))))
                  .orThrow());
      dispatcher.spawn(
          "spawned",
          () ->
              Gather.scatter(() ->
                      refusals.add(catchThrowable(() -> dispatcher.awaitDrained(ofSeconds(10)))))
                  .orThrow());
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      assertThat(refusals)
          .extracting(Throwable::getMessage)
          .containsExactlyInAnyOrder(
              "agent gathering must not wait for its dispatcher, which waits for it",
              "spawned spawned must not wait for its dispatcher, which waits for it");
    }
  }

  @Test
  void cancelledRunCancelsTheCalls() throws Exception {
    var bothBegun = new CountDownLatch(2);
    var interrupted = new CountDownLatch(2);
    router.listen(
        Ask.class,
        "gathering",
        _ ->
            Gather.map(
                    _ -> {
                      bothBegun.countDown();
                      try {
                        return open.await(60, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                      }
                    },
                    List.of(1, 2))
                .await());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));
      Work.until(bothBegun);
      run.cancel("enough");

      Work.until(interrupted);
      assertThat(run.ended().get(20, TimeUnit.SECONDS).cancelled()).isPositive();
    }
  }

  @Test
  void deliveryDoesNotEndBeforeTheLastCallHas() throws Exception {
    router.on(
        Ask.class,
        "gathering",
        (ask, _) -> {
          Gathered<Integer> gathered =
              Gather.scatter(
                      () -> {
                        begun.countDown();
                        Stubborn.until(open);
                        return 1;
                      })
                  .timeout(ofMillis(20))
                  .await();
          assertThat(gathered).hasOnlyElementsOfType(TimedOut.class);
          return List.of(new Reply(ask.n()));
        },
        o -> o.concurrency(1));
    router.listen(Reply.class, "replies", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThat(dispatcher.ask(new Ask(7), Reply.class).get(ofSeconds(20)).n()).isEqualTo(7);
      Work.until(begun);

      var early = dispatcher.awaitDrained(ofMillis(20));
      assertThat(early.drained()).isFalse();
      assertThat(early.remaining()).extracting(DrainReport.Remaining::agent).contains("gathering");
      open.countDown();
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
  }

  @Test
  void spawnedCodeDoesNotEndBeforeTheLastCallHas() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var spawned =
          dispatcher.spawn(
              "gathering",
              () ->
                  Gather.scatter(
                          () -> {
                            Stubborn.until(open);
                            return 1;
                          },
                          () -> 2)
                      .quorum(1)
                      .orThrow());
      assertThat(spawned.future().get(20, TimeUnit.SECONDS)).containsExactly(2);
      assertThat(dispatcher.awaitDrained(ofMillis(20)).spawned()).containsExactly("gathering");
      open.countDown();
      Crew.drain(dispatcher);
      assertThat(spawned.isEnded()).isTrue();
    }
  }

  /** Asks its own route twice at once for the number below, by a gather. */
  private List<Reply> countDown(Ask ask, AgentContext context) {
    if (ask.n() == 0) {
      return List.of(new Reply(1));
    }
    var below =
        Gather.map(
                n -> context.ask(new Ask(n), Reply.class).get(ofSeconds(40)).n(),
                List.of(ask.n() - 1, ask.n() - 1))
            .orThrow();
    return List.of(new Reply(below.getFirst() + below.getLast()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void callsThatAskTheRouteOfTheirAgentDoNotBlockIt(int permits) throws Exception {
    router.on(Ask.class, "doubling", this::countDown, o -> o.concurrency(permits));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(16).maxInFlight(2).start()) {
      int rounds = Crew.rounds(20);
      Crew.together(
          3,
          ofSeconds(50),
          _ -> {
            for (int i = 0; i < rounds; i++) {
              assertThat(dispatcher.ask(new Ask(i % 5), Reply.class).get(ofSeconds(40)).n())
                  .isEqualTo(1 << i % 5);
            }
          });
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
  }

  @Test
  void permitIsKeptWhileCallsWork() throws Exception {
    var atWork = new AtomicInteger();
    var most = new AtomicInteger();
    router.listen(
        Ask.class,
        "gathering",
        _ ->
            Gather.map(
                    n -> {
                      most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                      Work.lasting(ofMillis(1));
                      atWork.decrementAndGet();
                      return n;
                    },
                    List.of(1, 2))
                .concurrency(1)
                .orThrow(),
        o -> o.concurrency(2));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      IntStream.range(0, 100).forEach(i -> dispatcher.dispatch(new Ask(i)));
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(100);
    }
    assertThat(most).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void batchIsNotOverBeforeTheLastCallHasEnded() throws Exception {
    var batches = new AtomicInteger();
    var gaveUp = new CountDownLatch(1);
    router.onBatch(
        Ask.class,
        "gathering",
        1,
        ofMillis(1),
        _ -> {
          if (batches.incrementAndGet() == 1) {
            Gather.scatter(
                    () -> {
                      begun.countDown();
                      Stubborn.until(open);
                      return 1;
                    })
                .timeout(ofSeconds(1)) // within which the call begins
                .await();
            gaveUp.countDown();
          }
        },
        o -> o.concurrency(1));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      Work.until(begun);
      Work.until(gaveUp);

      assertThat(dispatcher.awaitDrained(ofMillis(50)).drained()).isFalse();
      assertThat(batches).as("the second batch waits for the permit").hasValue(1);
      open.countDown();
      Crew.drain(dispatcher);
      assertThat(batches).hasValue(2);
    }
  }

  @Test
  void asynchronousAgentGathersInItsContext() throws Exception {
    var interrupted = new CountDownLatch(1);
    router.onAsync(
        Ask.class,
        "gathering",
        (_, context) ->
            CompletableFuture.supplyAsync(() -> {
              var gathered =
                  Gather.scatter(
                          () -> {
                            begun.countDown();
                            try {
                              return open.await(60, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                              interrupted.countDown();
                              throw e;
                            }
                          })
                      .in(context)
                      .await();
              return List.of(new Reply(gathered.size()));
            }));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));
      Work.until(begun);
      run.cancel("enough");

      Work.until(interrupted);
      run.ended().get(20, TimeUnit.SECONDS);
    }
  }
}
