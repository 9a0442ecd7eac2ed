package io.baton.dispatcher;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.Agent;
import io.baton.agents.MemoryKey;
import io.baton.agents.Ordering;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Traced.class)
class FailureBehaviourTest {

  record Ask(int n) implements Event {}

  record Found(int n) implements Event {}

  record Other(int n) implements Event {}

  record Back(int n) implements Event {}

  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("even its message fails");
    }
  }

  private final Traced traced;
  private final Router router = new Router();

  FailureBehaviourTest(Traced traced) {
    this.traced = traced;
  }

  @ParameterizedTest
  @EnumSource
  void memoryAndDelayedEventsOfAFailedAgentAreWithdrawn(Execution execution) throws Exception {
    var others = new LongAdder();
    var note = MemoryKey.of("note", 0);
    router.on(
        Ask.class,
        "bad at first",
        (ask, context) -> {
          if (ask.n() == 0) {
            context.memory().put(note, 7);
            context.emitLater(new Other(0), Duration.ZERO);
            throw new IllegalStateException("on purpose");
          }
          return List.of();
        },
        o -> o.ordered(Ordering.SERIAL).execution(execution));
    router.listen(Other.class, "other", _ -> others.increment());

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(0));
      dispatcher.dispatch(new Ask(1));
      var report = dispatcher.awaitDrained(ofSeconds(20));

      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.handled()).isEqualTo(1);
      assertThat(others.sum()).isZero();
      assertThat(dispatcher.memory().get(note)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneAgentThrowsOrAnswersNullAndOthersAreNotAffected(Execution execution) throws Exception {
    var found = new LongAdder();
    var other = new LongAdder();
    router.on(Ask.class, "bad", FailureBehaviourTest::fail, o -> o.execution(execution));
    router.on(
        Ask.class, "good", (ask, _) -> List.of(new Found(ask.n())), o -> o.execution(execution));
    router.listen(Found.class, "found", _ -> found.increment());
    router.listen(Other.class, "other", _ -> other.increment(), o -> o.execution(execution));

    try (var dispatcher = traced.start(router)) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ask(i));
        dispatcher.dispatch(new Other(i));
      }
      var report = dispatcher.awaitDrained(ofSeconds(20));

      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isEqualTo(100);
      assertThat(report.dead()).isEqualTo(100);
      assertThat(report.handled()).isEqualTo(300);
      assertThat(report.failure()).isEmpty();
      assertThat(found.sum()).isEqualTo(100);
      assertThat(other.sum()).isEqualTo(100);
    }
  }

  private static List<Event> fail(Ask ask, Object context) throws Exception {
    return switch (ask.n() % 6) {
      case 0 -> throw new IllegalStateException("unchecked");
      case 1 -> throw new Exception("checked");
      case 2 -> throw new AssertionError("error");
      case 3 -> Work.answeringNull();
      case 4 -> throw new Unspeakable();
      default -> Work.answeringNullAfter(new Found(-1));
    };
  }

  @ParameterizedTest
  @EnumSource
  void aWrongAnswerIsADeadLetterThatSaysWhatIsWrong(Execution execution) throws Exception {
    router.on(Ask.class, "bad", FailureBehaviourTest::fail, o -> o.execution(execution));

    try (var dispatcher = traced.start(router)) {
      IntStream.range(2, 6).forEach(n -> dispatcher.dispatch(new Ask(n)));
      dispatcher.awaitDrained(ofSeconds(10));

      assertThat(dispatcher.deadLetters().list())
          .allSatisfy(letter -> {
            assertThat(letter.agent()).isEqualTo("bad");
            assertThat(letter.attempts()).isEqualTo(1);
            assertThat(letter.path()).isEmpty();
          })
          .extracting(letter -> letter.cause().toString())
          .containsExactlyInAnyOrder(
              "java.lang.AssertionError: error",
              "java.lang.NullPointerException: the agent answered null; "
                  + "answer List.of() for nothing",
              Unspeakable.class.getName()
                  + ": could not be described: java.lang.IllegalStateException",
              "java.lang.NullPointerException: the agent's answer of 2 events holds null at index 1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadLetterIsRoutedLikeAnyEvent(Execution execution) throws Exception {
    var letters = new ConcurrentLinkedQueue<DeadLetter>();
    router.on(Ask.class, "bad", FailureBehaviourTest::fail, o -> o.execution(execution));
    router.on(
        DeadLetter.class,
        "undertaker",
        (letter, context) -> {
          letters.add(letter);
          assertThat(context.correlationId()).isEqualTo(letter.envelope().correlationId());
          assertThat(context.envelope().causationId()).contains(letter.envelope().id());
          assertThat(context.envelope().source()).isEqualTo("bad");
          return List.of();
        },
        o -> o.execution(execution));

    try (var dispatcher = traced.start(router)) {
      var report = dispatcher.run(new Ask(0)).await(ofSeconds(10));

      assertThat(letters).singleElement().isEqualTo(report.deadLetters().getFirst());
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.handled()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().list()).containsExactlyElementsOf(letters);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailureWhileHandlingADeadLetterIsKeptAndNotRoutedAgain(Execution execution)
      throws Exception {
    router.on(Ask.class, "bad", FailureBehaviourTest::fail);
    router.listen(
        DeadLetter.class,
        "undertaker",
        _ -> {
          throw new IllegalStateException("again");
        },
        o -> o.execution(execution));

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(0));
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(dispatcher.deadLetters().list())
          .extracting(DeadLetter::agent)
          .containsExactly("bad", "undertaker");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAFailedAttemptOnlyWhatWasEmittedIsPublished(Execution execution) throws Exception {
    var seen = new ConcurrentLinkedQueue<Event>();
    router.on(
        Ask.class,
        "bad",
        (_, context) -> {
          context.emit(new Found(1));
          context.emitLater(new Found(2), ofSeconds(0));
          return Work.answeringNullAfter(new Found(3));
        },
        o -> o.execution(execution));
    router.listen(Found.class, "seen", seen::add);

    try (var dispatcher = traced.start(router)) {
      var report = dispatcher.run(new Ask(0)).await(ofSeconds(10));

      assertThat(report.failed()).isEqualTo(1);
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
      assertThat(seen).containsExactly(new Found(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPredicateThatThrowsIsTheFailureOfItsRouteOnly(Execution execution) throws Exception {
    var found = new LongAdder();
    router.on(
        Ask.class,
        "picky",
        (_, _) -> List.of(new Found(1)),
        o ->
            o.execution(execution)
                .when(ask -> {
                  if (ask.n() % 2 == 0) {
                    throw new AssertionError("odd ones only");
                  }
                  throw new IllegalStateException("even ones only");
                }));
    router.listen(Ask.class, "good", _ -> found.increment());

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(0));
      dispatcher.dispatch(new Ask(1));
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isEqualTo(2);
      assertThat(report.unrouted()).isZero();
      assertThat(found.sum()).isEqualTo(2);
      assertThat(dispatcher.deadLetters().list())
          .allSatisfy(letter -> assertThat(letter.attempts()).isZero())
          .extracting(letter -> letter.agent() + ": " + letter.cause().message())
          .containsExactly("picky: odd ones only", "picky: even ones only");
    }
  }

  @Test
  void anAsynchronousFailureIsLikeAnyOther() throws Exception {
    var found = new LongAdder();
    router.onAsync(
        Ask.class,
        "bad",
        (ask, _) ->
            switch (ask.n()) {
              case 0 -> CompletableFuture.failedFuture(new IllegalStateException("failed"));
              case 1 ->
                  CompletableFuture.supplyAsync(() -> {
                    throw new IllegalStateException("failed later");
                  });
              case 2 -> CompletableFuture.completedFuture(Work.answeringNull());
              case 3 -> CompletableFuture.completedFuture(Work.answeringNullAfter(ask));
              default -> throw new IllegalStateException("thrown");
            });
    router.listen(Ask.class, "good", _ -> found.increment());

    try (var dispatcher = traced.start(router)) {
      IntStream.range(0, 5).forEach(n -> dispatcher.dispatch(new Ask(n)));
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(found.sum()).isEqualTo(5);
      assertThat(dispatcher.deadLetters().list())
          .extracting(letter -> letter.cause().message())
          .containsExactlyInAnyOrder(
              "failed",
              "failed later",
              "thrown",
              "the agent answered null; answer List.of() for nothing",
              "the agent's answer of 2 events holds null at index 1");
    }
  }

  @Test
  void anAsynchronousAgentThatDoesNotAnswerFailsInTheEndAndItsLateAnswerIsIgnored()
      throws Exception {
    var time = io.baton.agents.VirtualTime.startingAt(java.time.Instant.EPOCH);
    var promised = new CompletableFuture<List<Event>>();
    var asked = new CompletableFuture<Boolean>();
    var found = new LongAdder();
    router.onAsync(
        Ask.class,
        "silent",
        (_, _) -> {
          asked.complete(true);
          return promised;
        });
    router.listen(Found.class, "found", _ -> found.increment());

    try (var dispatcher = traced.builder(router).time(time).start()) {
      var run = dispatcher.run(new Ask(0));
      asked.join();
      await()
          .atMost(ofSeconds(10))
          .untilAsserted(() -> {
            time.advance(ofMinutes(1));
            assertThat(run.report().failed()).isEqualTo(1);
          });
      assertThat(run.await(ofSeconds(10)).deadLetters().getFirst().cause().toString())
          .isEqualTo("java.util.concurrent.TimeoutException: no answer within PT1M");

      promised.complete(List.of(new Found(1)));
      var report = dispatcher.awaitDrained(ofSeconds(10));
      assertThat(report.drained()).isTrue();
      assertThat(report.handled()).isZero();
      assertThat(report.failed()).isEqualTo(1);
      assertThat(found.sum()).isZero();
    }
  }

  @Test
  void noTimerIsLeftOfAnAsynchronousAgentThatHasAnswered() throws Exception {
    var time = new CountingTime();
    router.onAsync(
        Ask.class,
        "quick",
        (_, _) -> {
          var promised = new CompletableFuture<List<Event>>();
          Thread.startVirtualThread(() -> promised.complete(List.of()));
          return promised;
        });
    try (var dispatcher = traced.builder(router).time(time).start()) {
      IntStream.range(0, 3000).forEach(n -> dispatcher.dispatch(new Ask(n)));
      assertThat(dispatcher.awaitDrained(ofSeconds(20)).handled()).isEqualTo(3000);
      await().atMost(ofSeconds(10)).until(() -> time.waiting.isEmpty());
    }
  }

  @Test
  void aRedispatchedLetterGoesToTheRouteThatFailedAndToNoOther() throws Exception {
    var ids = new ConcurrentLinkedQueue<String>();
    var good = new LongAdder();
    Agent<Ask> second =
        (_, context) -> {
          ids.add(context.envelope().id() + " " + context.correlationId());
          if (ids.size() == 1) {
            throw new IllegalStateException("the first time");
          }
          return List.of();
        };
    router.on(Ask.class, "bad", second);
    router.listen(Ask.class, "good", _ -> good.increment());

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(0));
      dispatcher.awaitDrained(ofSeconds(10));
      var letter = dispatcher.deadLetters().list().getFirst();

      assertThat(dispatcher.deadLetters().redispatch(letter)).isTrue();
      assertThat(dispatcher.deadLetters().redispatch(letter)).isFalse();
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.dead()).isZero();
      assertThat(good.sum()).isEqualTo(1);
      assertThat(ids).hasSize(2);
      assertThat(ids.stream().distinct()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoopOfAgentsEndsAtItsMostHopsWithADeadLetterThatShowsTheLoop(Execution execution)
      throws Exception {
    router.on(Ask.class, "ping", (a, _) -> List.of(new Back(a.n())), o -> o.execution(execution));
    router.on(Back.class, "pong", (b, _) -> List.of(new Ask(b.n())), o -> o.execution(execution));

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(0));
      var report = dispatcher.awaitDrained(ofSeconds(20));

      assertThat(report.drained()).isTrue();
      assertThat(report.handled()).isEqualTo(1001);
      assertThat(report.failed()).isEqualTo(1);
      var letter = dispatcher.deadLetters().list().getFirst();
      assertThat(letter.envelope().hops()).isEqualTo(1001);
      assertThat(letter.agent()).isEqualTo("ping");
      assertThat(letter.attempts()).isZero();
      assertThat(letter.cause().message())
          .isEqualTo(
              "maxHops is 1000, but the event has made 1001; "
                  + "do its agents answer each other in a loop?");
      assertThat(letter.path()).hasSize(64).startsWith("pong", "ping").endsWith("pong", "ping");
    }
  }

  @Test
  void aDeadLetterOfARunWithoutABoundOnItsHopsIsRoutedLikeAnyOther() throws Exception {
    var letters = new LongAdder();
    router.listen(DeadLetter.class, "letters", _ -> letters.increment());
    router.listen(
        Ask.class,
        "fails",
        _ -> {
          throw new IllegalStateException("on purpose");
        });

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.run(new Ask(0), o -> o.maxHops(Integer.MAX_VALUE));

      assertThat(dispatcher.awaitDrained(ofSeconds(20)).drained()).isTrue();
      assertThat(letters.sum()).isEqualTo(1);
    }
  }
}
