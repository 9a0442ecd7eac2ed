package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.agents.Answer;
import io.baton.agents.AskFailedException;
import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class AskRulesTest {

  private final Router router = new Router();

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router).closeTimeout(ofSeconds(5)).start();
  }

  /** Counts down to 0, one event after the other. */
  private void countdown(Execution execution) {
    router.on(
        Ask.class,
        "countdown",
        (ask, _) -> ask.n() == 0 ? List.of() : List.of(new Ask(ask.n() - 1)),
        o -> o.execution(execution));
  }

  @ParameterizedTest
  @EnumSource
  void aQuestionIsNotItsOwnAnswerAndTheFirstEventOfTheTypeIs(Execution execution) throws Exception {
    countdown(execution);
    try (var dispatcher = start()) {
      assertThat(dispatcher.ask(new Ask(5), Ask.class).get()).isEqualTo(new Ask(4));
      assertThat(dispatcher.ask(new Ask(5), Act.class).get(ofSeconds(10))).isEqualTo(new Ask(4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void askAllGivesAllEventsOfTheTypeInTheirOrderAtTheEndOfTheRun(Execution execution)
      throws Exception {
    countdown(execution);
    try (var dispatcher = start()) {
      Answer<List<Ask>> all = dispatcher.askAll(new Ask(5), Ask.class);

      assertThat(all.get())
          .containsExactly(new Ask(4), new Ask(3), new Ask(2), new Ask(1), new Ask(0));
      assertThat(all.future().get()).isUnmodifiable().hasSize(5);
      assertThat(dispatcher.askAll(new Ask(5), Reply.class).get(ofSeconds(10))).isEmpty();
    }
  }

  @Test
  void askAllIsNotBoundedByWhatIsKept() throws Exception {
    router.on(
        Ask.class, "many", (ask, _) -> IntStream.range(0, ask.n()).mapToObj(Tick::new).toList());
    try (var dispatcher = start()) {
      var ticks = dispatcher.askAll(new Ask(100_000), Tick.class, o -> o.keepEvents(10)).get();

      assertThat(ticks).hasSize(100_000).endsWith(new Tick(99_999));
    }
  }

  @Test
  void anAnswerComesBeforeItsRunEnds() throws Exception {
    var open = new CountDownLatch(1);
    router.on(Ask.class, "answering", (ask, _) -> List.of(new Reply(ask.n()), new Tick(1)));
    router.listen(Tick.class, "slow", _ -> Stubborn.until(open));
    try (var dispatcher = start()) {
      assertThat(dispatcher.ask(new Ask(1), Reply.class).get()).isEqualTo(new Reply(1));
      var all = dispatcher.askAll(new Ask(1), Reply.class);
      assertThatThrownBy(() -> all.get(ofMillis(20)))
          .isInstanceOf(AskFailedException.class)
          .hasMessageStartingWith("no Reply within PT0.02S: run ")
          .hasMessageContaining(" is RUNNING;");
      open.countDown();
      assertThat(all.get()).hasSize(1);
    }
  }

  @Test
  void aQuestionThatNobodyAnswersFailsWithTheReportOfItsRun() throws Exception {
    router.on(
        Ask.class,
        "failing",
        (_, _) -> {
          throw new IllegalStateException("on purpose");
        });
    try (var dispatcher = start()) {
      var answer = dispatcher.ask(new Ask(1), Reply.class);

      var failure = catchThrowableOfType(AskFailedException.class, answer::get);
      assertThat(failure.report().outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(failure.report().failed()).isEqualTo(1);
      assertThat(failure)
          .hasMessageStartingWith("no Reply: run ")
          .hasMessageEndingWith("; failing failed: java.lang.IllegalStateException: on purpose");
      assertThatThrownBy(() -> answer.future().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(AskFailedException.class);
      assertThat(dispatcher.askAll(new Ask(1), Reply.class).get()).isEmpty();
    }
  }

  @Test
  void aWithdrawnQuestionFailsAtOnce() throws Exception {
    var open = new CountDownLatch(1);
    router.listen(Ask.class, "slow", _ -> Stubborn.until(open));
    try (var dispatcher = start()) {
      var answer = dispatcher.ask(new Ask(1), Reply.class);
      var all = dispatcher.askAll(new Ask(1), Reply.class);
      answer.cancel();
      all.cancel();

      assertThatThrownBy(answer::get).hasMessageContaining("CANCELLED: the question was withdrawn");
      assertThatThrownBy(all::get).hasMessageContaining("CANCELLED: the question was withdrawn");
      open.countDown();
    }
  }

  @Test
  void aRunThatIsFailedByAnUnroutedEventFailsItsQuestion() throws Exception {
    router.on(Ask.class, "stray", (_, _) -> List.of(new Tick(1)));
    var builder = AsyncDispatcher.builder(router).unrouted(UnroutedPolicy.FAIL_RUN);
    try (var dispatcher = builder.start()) {
      assertThatThrownBy(() -> dispatcher.ask(new Ask(1), Reply.class).get())
          .isInstanceOf(AskFailedException.class)
          .hasMessageContaining(" is FAILED: no route takes Tick;");
      assertThatThrownBy(() -> dispatcher.askAll(new Ask(1), Reply.class).get())
          .isInstanceOf(AskFailedException.class);
    }
  }

  @Test
  void callbacksThatBlockDelayNoEvent() throws Exception {
    var open = new CountDownLatch(1);
    var threads = new LinkedBlockingQueue<Thread>();
    Runnable blocking =
        () -> {
          threads.add(Thread.currentThread());
          Stubborn.until(open);
        };
    router.on(
        Ask.class,
        "answering",
        (ask, context) -> {
          context.emit(new Tick(1));
          return List.of(new Reply(ask.n()));
        },
        o -> o.execution(Execution.INLINE));
    var registered = new CountDownLatch(1);
    router.on(
        Left.class,
        "late",
        (left, _) -> {
          registered.await();
          return List.of(new Reply(left.n()));
        });
    router.listen(Tick.class, "ticking", _ -> {}, o -> o.execution(Execution.INLINE));
    router.listen(Reply.class, "taking", _ -> {}, o -> o.execution(Execution.INLINE));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Left(1));
      var _ = run.completion().thenRun(blocking);
      var _ = run.ended().thenRun(blocking);
      var _ = dispatcher.ask(new Left(2), Reply.class).future().thenRun(blocking);
      var _ = dispatcher.askAll(new Left(3), Reply.class).future().thenRun(blocking);
      registered.countDown();

      var answers = new ArrayList<Event>();
      for (int i = 0; i < 1_000; i++) {
        answers.add(dispatcher.ask(new Ask(i), Reply.class).get(ofSeconds(10)));
      }
      assertThat(answers).hasSize(1_000);
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(3 * 1_000 + 2 * 3);
      open.countDown();
      for (int i = 0; i < 4; i++) {
        assertThat(threads.poll(10, TimeUnit.SECONDS).isVirtual()).isTrue();
      }
    }
  }
}
