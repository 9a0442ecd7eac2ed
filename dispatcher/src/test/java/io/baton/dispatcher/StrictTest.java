package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class StrictTest {

  private final Router router = new Router();
  private final AggregatorAgent join =
      Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n()));

  private String refusal(Execution execution, Callable<?> waiting) throws Exception {
    router.on(
        Ask.class,
        "hasty",
        (_, _) -> {
          waiting.call();
          return List.of();
        },
        o -> o.execution(execution).strict());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);
      return dispatcher.deadLetters().list().getFirst().cause().message();
    }
  }

  @ParameterizedTest
  @EnumSource
  void agentMustNotWaitForAJoin(Execution execution) throws Exception {
    assertThat(refusal(execution, () -> join.awaitJoined(CorrelationId.of("x"), ofSeconds(60))))
        .isEqualTo("agent hasty must not wait for a join: its route is strict");
  }

  @ParameterizedTest
  @EnumSource
  void agentMustNotWaitForAnotherDispatcherItsRunsOrItsRoom(Execution execution) throws Exception {
    var released = new CountDownLatch(1);
    var otherRouter = new Router();
    otherRouter.listen(Event.class, "slow", _ -> released.await());
    try (var other =
        AsyncDispatcher.builder(otherRouter).name("other").ringSize(1).maxInFlight(1).start()) {
      var run = other.run(new Tick(1));
      var answer = other.ask(new Tick(1), Reply.class);

      assertThat(refusal(execution, () -> other.awaitDrained(ofSeconds(60))))
          .isEqualTo("agent hasty must not wait for dispatcher other: its route is strict");
      assertThat(refusalOnceMore(execution, () -> other.close(ofSeconds(60))))
          .isEqualTo("agent hasty must not wait for dispatcher other: its route is strict");
      assertThat(refusalOnceMore(execution, () -> run.await(ofSeconds(60))))
          .startsWith("agent hasty must not wait for run ");
      assertThat(refusalOnceMore(execution, answer::get))
          .startsWith("agent hasty must not wait for run ");
      assertThat(
              refusalOnceMore(
                  execution,
                  () -> {
                    for (int i = 0; i < 9; i++) {
                      other.dispatch(new Tick(i));
                    }
                    return List.of();
                  }))
          .isEqualTo("agent hasty must not wait for room in dispatcher other: its route is strict");
      released.countDown();
    }
  }

  private String refusalOnceMore(Execution execution, Callable<?> waiting) throws Exception {
    return new StrictTest().refusal(execution, waiting);
  }

  @ParameterizedTest
  @EnumSource
  void functionOfAStrictJoinMustNotWaitEither(Execution execution) throws Exception {
    router.on(
        "joining",
        Join.of(Left.class, Right.class)
            .into((left, right) -> {
              join.awaitJoined(CorrelationId.of("x"), ofSeconds(60));
              return new Both(left.n(), right.n());
            }),
        o -> o.execution(execution).strict());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Left(1), CorrelationId.of("y"));
      dispatcher.dispatch(new Right(1), CorrelationId.of("y"));
      Crew.drain(dispatcher);

      assertThat(dispatcher.deadLetters().list().getFirst().cause().message())
          .isEqualTo("agent joining must not wait for a join: its route is strict");
    }
  }

  @Test
  void strictAgentDoesAllElseAsEver() throws Exception {
    router.on(
        Ask.class,
        "hasty",
        (ask, context) -> {
          context.emit(new Tick(ask.n()));
          return List.of(new Reply(ask.n()));
        },
        o -> o.execution(Execution.INLINE).strict());
    router.onAsync(
        Tick.class,
        "async",
        (_, _) -> {
          join.awaitJoined(CorrelationId.of("x"), ofSeconds(60));
          throw new AssertionError("it has waited");
        },
        o -> o.strict());
    router.listen(Reply.class, "replies", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.handled()).isEqualTo(2);
      assertThat(dispatcher.deadLetters().list())
          .singleElement()
          .satisfies(letter -> assertThat(letter.cause().message()).startsWith("agent async must"));
    }
  }
}
