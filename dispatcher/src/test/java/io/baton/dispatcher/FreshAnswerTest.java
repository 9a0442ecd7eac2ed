package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the functions of joins answer whose parts were dispatched one by one. */
class FreshAnswerTest {

  private static final Duration LIMIT = ofSeconds(20);

  private final Router router = new Router();
  private final Queue<Both> outputs = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final AggregatorAgent other =
      Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n()));
  private List<DeadLetter> letters = List.of();

  @Test
  void eachDeliveryIsCountedOnce() throws Exception {
    assertThat(counts(joinsOf(3, Execution.INLINE, left -> List.of(new Both(left, 0)))))
        .containsExactly(1 + 3 * 3L, 0L);
    assertThat(counts(joinsOf(3, Execution.INLINE, _ -> List.of())))
        .containsExactly(1 + 3 * 2L, 0L);
  }

  @Test
  void aFunctionThatFailsIsOneFailedDeliveryAndHarmsNoOther() throws Exception {
    DrainReport report =
        joinsOf(
            3,
            Execution.INLINE,
            left -> {
              if (left == 2) {
                throw new IllegalStateException("no two");
              }
              return List.of(new Both(left, 0));
            });

    assertThat(counts(report)).containsExactly(1 + 2 * 3 + 1L, 1L);
    assertThat(outputs).containsExactly(new Both(1, 0), new Both(3, 0));
    assertThat(messages()).containsExactly("no two");
  }

  @Test
  @SuppressWarnings("NullAway") // it is the mistake that is tried
  void aFunctionThatAnswersNullIsToldSo() throws Exception {
    DrainReport report =
        joinsOf(
            3,
            Execution.INLINE,
            left ->
                switch (left) {
                  case 1 -> null;
                  case 2 -> Arrays.asList((Event) null);
                  default -> Arrays.asList(new Both(left, 0), null);
                });

    assertThat(counts(report)).containsExactly(1 + 3L, 3L);
    assertThat(outputs).isEmpty();
    assertThat(messages())
        .containsExactly(
            "the agent answered null; answer List.of() for nothing",
            "the agent's answer of 1 events holds null at index 0",
            "the agent's answer of 2 events holds null at index 1");
  }

  @ParameterizedTest
  @EnumSource
  void onlyAnInlineFunctionRunsOnTheDispatchersThread(Execution execution) throws Exception {
    joinsOf(3, execution, left -> List.of(new Both(left, 0)));

    assertThat(threads).hasSize(3);
    assertThat(threads)
        .allSatisfy(thread ->
            assertThat(thread instanceof LoopThread).isEqualTo(execution == Execution.INLINE));
  }

  @Test
  void theContextIsRefusedWhenTheFunctionHasEnded() throws Exception {
    var contexts = new ArrayList<AgentContext>();
    router.on(
        "join",
        Join.of(Left.class, Right.class)
            .intoAll((left, right, context) -> {
              contexts.add(context);
              return List.of(new Both(left.n(), right.n()));
            }),
        o -> o.execution(Execution.INLINE));
    router.listen(
        Both.class,
        "late",
        both -> {
          outputs.add(both);
          contexts.getLast().emit(both);
        },
        o -> o.execution(Execution.INLINE));
    dispatch(1);

    assertThat(outputs).hasSize(1);
    assertThat(messages())
        .singleElement()
        .asString()
        .startsWith("the context of an INLINE agent is valid only inside receive");
  }

  @Test
  void functionsAndTheAgentsAfterThemSeeEachItsOwnEvent() throws Exception {
    var seen = new ConcurrentLinkedQueue<Event>();
    var gate = new CountDownLatch(1);
    router.listen(Ask.class, "gate", _ -> gate.await(), o -> o.execution(Execution.INLINE));
    router.on(
        "join",
        Join.of(Left.class, Right.class)
            .intoAll((_, _, context) -> {
              seen.add(context.envelope().event());
              return List.of();
            }),
        o -> o.execution(Execution.INLINE));
    router.on(
        Reply.class,
        "reply",
        (_, context) -> {
          seen.add(context.envelope().event());
          return List.of();
        },
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Left(0), CorrelationId.of("other"));
      dispatcher.dispatch(new Ask(0)); // so that all that follows is taken as one batch
      for (int i = 1; i <= 2; i++) {
        dispatcher.dispatch(new Left(i), CorrelationId.of("" + i));
        dispatcher.dispatch(new Right(i), CorrelationId.of("" + i));
        dispatcher.dispatch(new Reply(i));
      }
      gate.countDown();
      dispatcher.awaitDrained(LIMIT);
    }

    assertThat(seen).containsExactly(new Left(1), new Reply(1), new Left(2), new Reply(2));
  }

  @Test
  void aFunctionMustNotWaitForItsDispatcher() throws Exception {
    var dispatchers = new ConcurrentLinkedQueue<AsyncDispatcher>();
    router.on(
        "join",
        Join.of(Left.class, Right.class)
            .into((left, right) -> {
              dispatchers.element().awaitDrained(LIMIT);
              return new Both(left.n(), right.n());
            }),
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchers.add(dispatcher);
      dispatch(dispatcher, 1);
    }

    assertThat(messages())
        .singleElement()
        .asString()
        .contains("join", "wait for its dispatcher, which waits for it");
  }

  @Test
  void aFunctionOfAStrictRouteMustNotWait() throws Exception {
    var agent =
        Join.of(Left.class, Right.class)
            .into((left, right) -> {
              other.awaitJoined(CorrelationId.of("x"), LIMIT);
              return new Both(left.n(), right.n());
            });
    router.on("join", agent, o -> o.execution(Execution.INLINE).strict());
    dispatch(1);

    assertThat(messages())
        .containsExactly("agent join must not wait for a join: its route is strict");
  }

  /** Joins so many pairs, numbered from 1 on, by a function of the number. */
  private DrainReport joinsOf(
      int pairs, Execution execution, IntFunction<List<? extends Event>> function)
      throws InterruptedException {
    var joining = new Router();
    joining.on(
        "join",
        Join.of(Left.class, Right.class)
            .intoAll((left, _, _) -> {
              threads.add(Thread.currentThread());
              return function.apply(left.n());
            }),
        o -> o.execution(execution));
    joining.listen(Both.class, "both", outputs::add, o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.start(joining)) {
      return dispatch(dispatcher, pairs);
    }
  }

  private void dispatch(int pairs) throws InterruptedException {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatch(dispatcher, pairs);
    }
  }

  private DrainReport dispatch(AsyncDispatcher dispatcher, int pairs) throws InterruptedException {
    // The very first part of a route goes the long way.
    dispatcher.dispatch(new Left(0), CorrelationId.of("other"));
    for (int i = 1; i <= pairs; i++) {
      dispatcher.dispatch(new Left(i), CorrelationId.of("" + i));
      dispatcher.dispatch(new Right(i), CorrelationId.of("" + i));
    }
    DrainReport report = dispatcher.awaitDrained(LIMIT);
    letters = dispatcher.deadLetters().list();
    return report;
  }

  private static List<Long> counts(DrainReport report) {
    return List.of(report.handled(), report.failed());
  }

  private List<String> messages() {
    return letters.stream().map(letter -> letter.cause().message()).toList();
  }
}
