package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpawnTest {

  private final Router router = new Router();
  private final CountDownLatch open = new CountDownLatch(1);

  @Test
  void whatSpawnedCodeDispatchesIsARootAndTheDrainWaitsForBoth() throws Exception {
    var seen = new LinkedBlockingQueue<Envelope>();
    router.on(
        Tick.class,
        "seeing",
        (_, context) -> {
          seen.add(context.envelope());
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.builder(router).name("d").start()) {
      Spawned<String> spawned =
          dispatcher.spawn(
              "feeder",
              () -> {
                Work.until(open);
                for (int i = 0; i < 100; i++) {
                  dispatcher.dispatch(new Tick(i));
                }
                return Thread.currentThread().getName();
              });
      var early = dispatcher.awaitDrained(ofMillis(20));
      assertThat(early.drained()).isFalse();
      assertThat(early.spawned()).containsExactly("feeder");
      assertThat(early.toString()).startsWith("not drained; spawned and not ended: [feeder];");
      assertThat(dispatcher.awaitIdle(ofMillis(1))).isFalse();
      assertThat(spawned.isEnded()).isFalse();
      open.countDown();

      var report = Crew.drain(dispatcher);
      assertThat(report.handled()).isEqualTo(100);
      assertThat(report.spawned()).isEmpty();
      assertThat(spawned.isEnded()).isTrue();
      assertThat(spawned.name()).isEqualTo("feeder");
      assertThat(spawned.future().get()).isEqualTo("d-feeder");
      assertThat(seen).allMatch(envelope -> envelope.hops() == 0);
      assertThat(seen).extracting(Envelope::correlationId).doesNotHaveDuplicates();
    }
  }

  @Test
  void spawnedCodeMayAskAlsoWhenAnAgentHasSpawnedIt() throws Exception {
    var answers = new LinkedBlockingQueue<Reply>();
    router.on(Tick.class, "answering", (tick, _) -> List.of(new Reply(tick.n())));
    router.listen(Reply.class, "taking", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      router.listen(
          Ask.class,
          "spawning",
          ask ->
              dispatcher.spawn(
                  "asking",
                  () -> answers.add(dispatcher.ask(new Tick(ask.n()), Reply.class).get())));
      dispatcher.dispatch(new Ask(7));

      assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo(new Reply(7));
    }
  }

  @Test
  void spawnedCodeMustNotWaitForItsOwnEnd() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var refusals = new LinkedBlockingQueue<Throwable>();
      dispatcher.spawn(
          "waiting",
          () -> {
            refusals.add(catchThrowable(() -> dispatcher.awaitDrained(ofSeconds(10))));
            refusals.add(catchThrowable(() -> dispatcher.awaitIdle(ofSeconds(10))));
            refusals.add(catchThrowable(() -> dispatcher.close(ofSeconds(10))));
            return true;
          });
      Crew.drain(dispatcher);

      assertThat(refusals)
          .hasSize(3)
          .allSatisfy(refusal ->
              assertThat(refusal)
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageStartingWith("spawned waiting must not wait for its dispatcher"));
    }
  }

  @Test
  void spawnedCodeMayCloseItsDispatcherWithoutWaiting() throws Exception {
    var dispatcher = AsyncDispatcher.start(router);
    dispatcher.spawn(
        "closing",
        () -> {
          dispatcher.close();
          return true;
        });

    assertThat(dispatcher.close(ofSeconds(10)).drained()).isTrue();
    assertThatThrownBy(() -> dispatcher.spawn("late", () -> true))
        .isInstanceOf(DispatcherClosedException.class);
  }

  @Test
  void failureOfSpawnedCodeGoesWhereTheFailureOfAnAgentGoes() throws Exception {
    var letters = new LinkedBlockingQueue<DeadLetter>();
    router.listen(DeadLetter.class, "undertaker", letters::add);
    router.listen(Event.class, "failing", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var spawned =
          dispatcher.spawn(
              "failing",
              () -> {
                throw new IllegalStateException("on purpose");
              });
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.dead()).isEqualTo(1);
      DeadLetter letter = dispatcher.deadLetters().list().getFirst();
      assertThat(letters).containsExactly(letter);
      assertThat(letter.agent()).isEqualTo("failing");
      assertThat(letter.cause().message()).isEqualTo("on purpose");
      assertThat(letter.envelope().id()).isEqualTo(spawned.id());
      assertThat(letter.envelope().event()).isEqualTo(new SpawnedCode("failing"));
      assertThat(dispatcher.deadLetters().redispatch(letter)).isFalse();
    }
  }

  @Test
  void cancelledCodeIsNoFailure() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var first = dispatcher.spawn("waiting", () -> open.await(60, TimeUnit.SECONDS));
      var second = dispatcher.spawn("waiting", () -> open.await(60, TimeUnit.SECONDS));
      first.cancel();
      second.cancel();

      assertThat(Crew.drain(dispatcher).failed()).isZero();
      assertThat(dispatcher.deadLetters().list()).isEmpty();
      assertThat(first.id()).isNotEqualTo(second.id());
    }
  }

  @Test
  void whatSpawnedCodeThrowsIsLoggedAndInItsFuture() throws Exception {
    try (var log = new CapturedLog(Level.ERROR);
        var dispatcher = AsyncDispatcher.start(router)) {
      var spawned =
          dispatcher.spawn(
              "failing",
              () -> {
                throw new IllegalStateException("on purpose");
              });
      Crew.drain(dispatcher);

      assertThatThrownBy(() -> spawned.future().get())
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("on purpose");
      assertThat(log.lines("spawned code failed: name=failing")).hasSize(1);
    }
  }

  @Test
  void cancelledCodeIsInterruptedAndCountsUntilItHasReallyEnded() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var spawned =
          dispatcher.spawn(
              "stubborn",
              () -> {
                begun.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException _) {
                  interrupted.countDown();
                }
                Stubborn.until(open);
                return true;
              });
      begun.await();
      spawned.cancel();
      spawned.cancel();
      interrupted.await();

      assertThatThrownBy(() -> spawned.future().get()).isInstanceOf(CancellationException.class);
      assertThat(dispatcher.awaitDrained(ofMillis(20)).spawned()).containsExactly("stubborn");
      open.countDown();
      Crew.drain(dispatcher);
    }
  }

  @Test
  void closingAwaitsSpawnedCodeAndInterruptsItWhenTheTimeIsUp() throws Exception {
    var ends = new AtomicInteger();
    var dispatcher = AsyncDispatcher.start(router);
    dispatcher.spawn(
        "quick",
        () -> {
          Work.lasting(ofMillis(50));
          return ends.incrementAndGet();
        });
    var endless =
        dispatcher.spawn(
            "endless",
            () -> {
              try {
                new CountDownLatch(1).await();
              } finally {
                ends.incrementAndGet();
              }
              return true;
            });

    var report = dispatcher.close(ofMillis(300));

    assertThat(report.drained()).isFalse();
    assertThat(report.spawned()).containsExactly("endless");
    assertThat(endless.isEnded()).isTrue();
    assertThat(ends).hasValue(2);
  }

  @Test
  void whatIsSpawnedWhileTheDispatcherClosesHasEndedThenOrIsRefused() throws Exception {
    var refused = new AtomicInteger();
    var late = new AtomicInteger();
    for (int round = 0; round < Crew.rounds(200); round++) {
      var dispatcher = AsyncDispatcher.start(new Router());
      var isClosed = new AtomicBoolean();
      var begun = new AtomicInteger();
      var ended = new AtomicInteger();
      Crew.together(
          2,
          ofSeconds(20),
          number -> {
            if (number == 0) {
              assertThat(dispatcher.close(ofSeconds(10)).drained()).isTrue();
              isClosed.set(true);
            } else {
              try {
                for (int i = 0; i < 1_000; i++) {
                  dispatcher.spawn(
                      "short", () -> (isClosed.get() ? late : ended).incrementAndGet());
                  begun.incrementAndGet();
                }
              } catch (DispatcherClosedException _) {
                refused.incrementAndGet();
              }
            }
          });
      assertThat(ended).hasValue(begun.get());
    }
    assertThat(late).hasValue(0);
    assertThat(refused).hasPositiveValue();
  }

  @Test
  void aNameMustNotBeBlank() {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThatThrownBy(() -> dispatcher.spawn(" ", () -> true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the name of spawned code must not be blank");
    }
  }
}
