package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.baton.agents.AgentContext;
import io.baton.agents.MemoryKey;
import io.baton.agents.RunOutcome;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class AttemptTest {

  private static final MemoryKey<Integer> COUNT = MemoryKey.of("count", 0);

  private final Router router = new Router();
  private final LongAdder replies = new LongAdder();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);

  private AsyncDispatcher start() {
    router.listen(
        Reply.class, "replies", _ -> replies.increment(), o -> o.execution(Execution.INLINE));
    return AsyncDispatcher.builder(router).time(time).closeTimeout(ofSeconds(5)).start();
  }

  @ParameterizedTest
  @EnumSource
  void aFailedAttemptChangesNoMemoryAndWithdrawsWhatItDelayed(Execution execution)
      throws Exception {
    router.on(
        Ask.class,
        "failing",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          context.emitLater(new Reply(1), ofSeconds(1));
          context.emitLater(new Reply(2), ofSeconds(2));
          throw new IllegalStateException("on purpose");
        },
        o -> o.execution(execution));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      DrainReport report = Crew.drain(dispatcher);
      time.advance(ofSeconds(9));
      Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.handled()).isZero();
      assertThat(dispatcher.memory().read(COUNT).version()).isZero();
      assertThat(replies.sum()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAFailedAttemptHasEmittedStaysPublished(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "failing",
        (_, context) -> {
          context.emit(new Reply(1));
          throw new IllegalStateException("on purpose");
        },
        o -> o.execution(execution));
    try (var dispatcher = start()) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.handled()).isEqualTo(1);
      assertThat(replies.sum()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerWithAMistakeInItIsNotPublishedInPart(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "mistaken",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          return Arrays.asList(new Reply(1), new Reply(2), null);
        },
        o -> o.execution(execution));
    router.on(
        Tick.class,
        "polluted",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          return polluted();
        },
        o -> o.execution(execution));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Tick(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(2);
      assertThat(replies.sum()).isZero();
      assertThat(dispatcher.memory().read(COUNT).version()).isZero();
    }
  }

  /** A list that is not what it says, as unchecked code can make it. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // the mistake is the point
  private static List<Event> polluted() {
    List list = new ArrayList();
    list.add(new Reply(1));
    list.add("not an event");
    return list;
  }

  @ParameterizedTest
  @EnumSource
  void aDelayedEventOfAGoodAttemptComesInItsTimeAndBelongsToTheRun(Execution execution)
      throws Exception {
    router.on(
        Ask.class,
        "delaying",
        (_, context) -> {
          context.emitLater(new Reply(1), ofSeconds(1));
          return List.of();
        },
        o -> o.execution(execution));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      assertThat(dispatcher.awaitDrained(Duration.ZERO).scheduled()).isEqualTo(1);
      assertThat(run.report().outcome()).isEqualTo(RunOutcome.RUNNING);

      time.advance(ofMillis(999));
      assertThat(replies.sum()).isZero();
      time.advance(ofMillis(1));
      assertThat(run.await(ofSeconds(10)).handled()).isEqualTo(2);
      Crew.drain(dispatcher);

      assertThat(replies.sum()).isEqualTo(1);
    }
  }

  @Test
  void aLateCompletionAfterTheTimeOutIsIgnored() throws Exception {
    var answer = new CompletableFuture<List<Event>>();
    var contexts = new ArrayBlockingQueue<AgentContext>(1);
    router.onAsync(
        Ask.class,
        "late",
        (_, context) -> {
          contexts.add(context);
          context.memory().put(COUNT, 1);
          return answer;
        });
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      contexts.take();
      assertThat(dispatcher.awaitIdle(ofMillis(20))).isFalse();

      time.advance(AgentCall.ASYNC_TIMEOUT);
      Crew.drain(dispatcher);
      answer.complete(List.of(new Reply(1)));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.handled()).isZero();
      assertThat(replies.sum()).isZero();
      assertThat(dispatcher.memory().read(COUNT).version()).isZero();
    }
  }

  @Test
  void contextOfAFailedAttemptIsClosedThoughTheNextOneGoesOn() throws Exception {
    var contexts = new ArrayList<AgentContext>();
    router.on(
        Ask.class,
        "flaky",
        (_, context) -> {
          contexts.add(context);
          if (context.attempt() == 1) {
            throw new IllegalStateException("on purpose");
          }
          assertThat(context.correlationId()).isNotNull();
          assertThatIllegalStateException()
              .isThrownBy(() -> contexts.getFirst().emit(new Reply(1)))
              .withMessage(
                  "attempt 1 of the delivery to flaky has settled; its context must not be used any"
                      + " more");
          return List.of();
        },
        o -> o.retry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO)));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));

      assertThat(Crew.drain(dispatcher).failed()).isZero();
      assertThat(replies.sum()).isZero();
    }
  }

  @Test
  void aStageThatCompletesTwiceSettlesOnce() throws Exception {
    router.onAsync(Ask.class, "twice", (_, _) -> new TwiceCompleted());
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.handled()).isEqualTo(2); // the delivery, and that of its answer
      assertThat(replies.sum()).isEqualTo(1);
    }
  }

  /** A stage that calls back whoever listens twice, and fails after that. */
  private static final class TwiceCompleted extends CompletableFuture<List<Event>> {

    @Override
    public CompletableFuture<List<Event>> whenComplete(
        BiConsumer<? super List<Event>, ? super Throwable> action) {
      action.accept(List.of(new Reply(1)), null);
      action.accept(List.of(new Reply(2)), null);
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void publishingWhileTheDeliverySettlesIsEitherDoneOrRefused() throws Exception {
    // given an agent whose stage is completed by one thread while another emits by its context
    var contexts = new LinkedBlockingQueue<AgentContext>();
    var stages = new LinkedBlockingQueue<CompletableFuture<List<Event>>>();
    var emitting = new Semaphore(0);
    router.onAsync(
        Ask.class,
        "racing",
        (_, context) -> {
          var stage = new CompletableFuture<List<Event>>();
          contexts.add(context);
          stages.add(stage);
          return stage;
        });
    var accepted = new LongAdder();
    try (var dispatcher = start()) {
      Crew.together(
          2,
          ofSeconds(20),
          number -> {
            for (int i = 0; i < Crew.rounds(100); i++) {
              if (number == 0) {
                var run = dispatcher.run(new Ask(i));
                var stage = stages.take();
                emitting.acquire();
                stage.complete(List.of());
                run.await(ofSeconds(10));
              } else {
                AgentContext context = contexts.take();
                emitting.release();
                emitUntilRefused(context, accepted);
              }
            }
          });

      DrainReport report = Crew.drain(dispatcher);
      assertThat(replies.sum()).isEqualTo(accepted.sum());
      assertThat(report.handled()).isEqualTo(Crew.rounds(100) + accepted.sum());
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  private static void emitUntilRefused(AgentContext context, LongAdder accepted) {
    while (true) {
      try {
        context.emit(new Reply(1));
        accepted.increment();
      } catch (IllegalStateException _) {
        return;
      }
    }
  }
}
