package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.RunOutcome;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Headers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class RunOptionsTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Router router = new Router();
  private final LinkedBlockingQueue<Envelope> seen = new LinkedBlockingQueue<>();

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(o -> o.within(ZERO), "within must be positive, but is PT0S"),
        refusal(o -> o.within(ofMillis(-1)), "within must be positive, but is PT-0.001S"),
        refusal(o -> o.maxHops(0), "maxHops must be at least 1, but is 0"),
        refusal(o -> o.maxEvents(0), "maxEvents must be at least 1, but is 0"),
        refusal(o -> o.keepEvents(-5), "keepEvents must be at least 1, but is -5"),
        refusal(o -> o.header(" ", "x"), "a header's name must not be blank"));
  }

  private static Arguments refusal(UnaryOperator<RunOptions> options, String message) {
    return Arguments.of(options, message);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void anOptionOutOfBoundsIsRefusedWithItsNameAndValue(
      UnaryOperator<RunOptions> options, String message) {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThatThrownBy(() -> dispatcher.run(new Ask(1), options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  @Test
  void optionsAreImmutable() {
    RunOptions wide = RunOptions.DEFAULTS.maxHops(7);
    RunOptions narrow = wide.maxHops(3).header("a", "b").maxEvents(9).keepEvents(5);

    assertThat(wide.maxHops).isEqualTo(7);
    assertThat(wide.headers).isEqualTo(Headers.none());
    assertThat(narrow.maxHops).isEqualTo(3);
    assertThat(narrow.maxEvents).isEqualTo(9);
    assertThat(narrow.keepEvents).isEqualTo(5);
    assertThat(RunOptions.DEFAULTS.maxHops).isEqualTo(RunOptions.DEFAULT_MAX_HOPS);
  }

  @Test
  void headersAndDeadlineGoWithEveryEventAlsoOfChildRuns() throws Exception {
    chainWithChildRun();
    var time = VirtualTime.startingAt(NOON);
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      var run =
          dispatcher.run(
              new Ask(1), o -> o.within(ofMinutes(2)).header("tenant", "7").header("lang", "de"));
      run.await(ofSeconds(10));

      assertThat(seen).hasSize(3);
      assertThat(seen)
          .allSatisfy(envelope -> {
            assertThat(envelope.headers().get("tenant")).contains("7");
            assertThat(envelope.headers().get("lang")).contains("de");
            assertThat(envelope.deadline()).contains(NOON.plus(ofMinutes(2)));
            assertThat(envelope.correlationId()).isEqualTo(run.correlationId());
          });
    }
  }

  /** Ask, below it Tick in a child run, and Reply as its answer. */
  private void chainWithChildRun() {
    router.on(
        Ask.class,
        "asking",
        (ask, context) -> {
          seen.add(context.envelope());
          assertThat(context.deadline()).isEqualTo(context.envelope().deadline());
          context.ask(new Tick(ask.n()), Reply.class).get();
          return List.of();
        });
    router.on(
        Tick.class,
        "answering",
        (tick, context) -> {
          seen.add(context.envelope());
          return List.of(new Reply(tick.n()));
        });
    router.on(
        Reply.class,
        "seeing",
        (_, context) -> {
          seen.add(context.envelope());
          return List.of();
        });
  }

  @Test
  void contextTellsWhatIsLeftUntilTheDeadline() throws Exception {
    var time = VirtualTime.startingAt(NOON);
    var left = new LinkedBlockingQueue<Object>();
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          left.add(context.remaining());
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      dispatcher.run(new Ask(1), o -> o.within(ofSeconds(9))).await(ofSeconds(10));
      dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(left).containsExactly(Optional.of(ofSeconds(9)), Optional.empty());
    }
  }

  @Test
  void aGivenCorrelationIsUsedAndIsRefusedWhileItsRunIsAlive() throws Exception {
    var id = CorrelationId.of("order 7");
    var begun = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    router.listen(
        Ask.class,
        "waiting",
        _ -> {
          begun.countDown();
          Stubborn.until(open);
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.correlationId(id));
      begun.await();
      assertThat(run.correlationId()).isEqualTo(id);
      assertThat(run.id().toString()).isNotEqualTo(id.toString());

      assertThatThrownBy(() -> dispatcher.ask(new Ask(2), Reply.class, o -> o.correlationId(id)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "correlationId must not be that of a run that has not ended, but %s is: RUNNING", id);
      run.cancel("on purpose");
      assertThatThrownBy(() -> dispatcher.askAll(new Ask(2), Reply.class, o -> o.correlationId(id)))
          .hasMessageContaining("is: CANCELLED");

      open.countDown();
      run.ended().join();
      var again = dispatcher.run(new Ask(3), o -> o.correlationId(id));
      assertThat(again.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(again.id()).isNotEqualTo(run.id());
    }
  }

  @Test
  void aLoopEndsAtTheRunsOwnMaxHopsWithADeadLetterThatShowsIt() throws Exception {
    router.on(Ask.class, "there", (ask, _) -> List.of(new Reply(ask.n())));
    router.on(Reply.class, "back", (reply, _) -> List.of(new Ask(reply.n())));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var report = dispatcher.run(new Ask(1), o -> o.maxHops(5)).await(ofSeconds(10));

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.deadLetters()).hasSize(1);
      assertThat(report.deadLetters().getFirst().cause().message())
          .startsWith("maxHops is 5, but the event has made 6;");
      assertThat(report.deadLetters().getFirst().path())
          .containsExactly("there", "back", "there", "back", "there", "back");
      assertThat(report.events()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatMakesMoreEventsThanItMayFails(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "branching",
        (ask, _) -> List.of(new Ask(ask.n() + 1), new Ask(ask.n() + 1)),
        o -> o.execution(execution));
    router.listen(Tick.class, "other", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.maxEvents(100));
      var report = run.await(ofSeconds(10));

      assertThat(report.outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(report.reason()).contains("maxEvents is 100, but Ask of branching is one more");
      assertThat(run.ended().join().events()).isEqualTo(101);
      assertThat(run.report().active()).isZero();
      assertThat(dispatcher.run(new Tick(1)).await(ofSeconds(10)).outcome())
          .isEqualTo(RunOutcome.COMPLETED);
    }
  }

  @Test
  void eventsOfChildRunsCountTowardsTheBoundOfTheirParent() throws Exception {
    chainWithChildRun();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var enough = dispatcher.run(new Ask(1), o -> o.maxEvents(3)).await(ofSeconds(10));
      assertThat(enough.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(enough.events()).isEqualTo(3);

      var scarce = dispatcher.run(new Ask(1), o -> o.maxEvents(2)).await(ofSeconds(10));
      assertThat(scarce.outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(scarce.reason()).contains("maxEvents is 2, but Reply of answering is one more");
    }
  }
}
