package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Agent;
import io.baton.agents.Join;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.Keyed;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Code of the user's that fails in places where nobody expects it. */
class ForeignCodeTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Film(int n) implements Event {}

  record Plan(int n) implements Event {}

  record Odd(int n) implements Keyed {
    @Override
    public String key() {
      throw new AssertionError("no key");
    }
  }

  private final Router router = new Router();
  private final LongAdder seen = new LongAdder();

  @Test
  void anAgentThatAnswersDeadLettersDoesNotKeepALoopAliveThatHasEnded() throws Exception {
    router.on(Ask.class, "loop", (ask, _) -> List.of(new Ask(ask.n() + 1)));
    router.on(DeadLetter.class, "alert", (_, _) -> List.of(new Ask(0)));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(0));

      assertThat(dispatcher.awaitDrained(ofSeconds(20)).drained()).isTrue();
    }
  }

  @Test
  void aJoinWhoseKeyHasNoTextStillAnswers() throws Exception {
    record Key(int n) {
      @Override
      public String toString() {
        throw new IllegalStateException("no text");
      }
    }
    router.on(
        "planner",
        Join.of(Food.class, Film.class)
            .by(part -> new Key(part instanceof Food(var n) ? n : ((Film) part).n()))
            .into((food, _) -> new Plan(food.n())));
    router.listen(Plan.class, "out", _ -> seen.increment());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Food(1));
      dispatcher.dispatch(new Film(1));

      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
      assertThat(seen.sum()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyAndAMessageThatThrowErrorsFailOneDeliveryOnly(Execution execution) throws Exception {
    router.listen(
        Odd.class,
        "odd",
        _ -> {
          throw new IllegalStateException() {
            @Override
            public String getMessage() {
              throw new AssertionError("no message");
            }
          };
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Odd(1));

      var report = dispatcher.awaitDrained(ofSeconds(10));
      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().list()).hasSize(1);
    }
  }

  @Test
  void anExecutorThatThrowsFailsTheDelivery() throws Exception {
    router.listen(Ask.class, "a", _ -> seen.increment());
    router.listen(Ask.class, "b", _ -> seen.increment(), o -> o.concurrency(1));
    try (var dispatcher =
        AsyncDispatcher.builder(router)
            .executor(_ -> {
              throw new IllegalStateException("no thread");
            })
            .start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));

      var report = dispatcher.awaitDrained(ofSeconds(10));
      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isEqualTo(4);
    }
  }

  @Test
  void aPredicateThatDispatchesIsThatRoutesFailure() throws Exception {
    var holder = new AsyncDispatcher[1];
    router.listen(
        Ask.class,
        "asked",
        _ -> seen.increment(),
        o ->
            o.when(ask -> {
              holder[0].dispatch(new Food(ask.n()));
              return true;
            }));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(1).start()) {
      holder[0] = dispatcher;
      dispatcher.dispatch(new Ask(1));

      assertThat(dispatcher.awaitDrained(ofSeconds(10)).failed()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().list().getFirst().cause().message())
          .contains("must not dispatch");
    }
  }

  @Test
  void oneAgentOnTwoRoutesWithPredicatesGetsWhatEitherTakes() throws Exception {
    Agent<Ask> agent = new Counter(seen);
    router.on(Ask.class, "small", agent, o -> o.when(ask -> ask.n() < 10));
    router.on(Ask.class, "big", agent, o -> o.when(ask -> ask.n() >= 10));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(20));

      assertThat(dispatcher.awaitDrained(ofSeconds(10)).unrouted()).isZero();
      assertThat(seen.sum()).isEqualTo(2);
    }
  }

  @Test
  void aCloserThatIsInterruptedLosesNothing() {
    router.listen(Ask.class, "a", _ -> seen.increment(), o -> o.concurrency(1));
    var dispatcher = AsyncDispatcher.start(router);
    for (int i = 0; i < 1_000; i++) {
      dispatcher.dispatch(new Ask(i));
    }
    Thread.currentThread().interrupt();

    dispatcher.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen.sum()).isEqualTo(1_000);
  }

  private record Counter(LongAdder seen) implements Agent<Ask> {
    @Override
    public List<? extends Event> receive(Ask ask, io.baton.agents.AgentContext context) {
      seen.increment();
      return List.of();
    }
  }
}
