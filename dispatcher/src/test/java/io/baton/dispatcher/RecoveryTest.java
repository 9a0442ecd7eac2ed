package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import io.baton.agents.AgentContext;
import io.baton.agents.AskFailedException;
import io.baton.agents.MemoryKey;
import io.baton.agents.RunOutcome;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RecoveryTest {

  private static final MemoryKey<Integer> COUNT = MemoryKey.of("count", 0);

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final TraceRecorder recorder = new TraceRecorder();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private AsyncDispatcher start() {
    router.listen(Reply.class, "replies", replies::add, o -> o.execution(Execution.INLINE));
    return AsyncDispatcher.builder(router)
        .time(time)
        .tracer(recorder)
        .closeTimeout(ofSeconds(5))
        .start();
  }

  private void failing(Recovery.Handler<Ask> handler, Retry retry) {
    router.on(
        Ask.class,
        "failing",
        (_, context) -> fail(context),
        o ->
            o.retry(retry)
                .recover((ask, cause, context) -> {
                  asked.add(context.attempt() + " " + cause.getMessage());
                  return handler.recover(ask, cause, context);
                }));
  }

  private void failing(Recovery.Handler<Ask> handler) {
    failing(handler, Retry.attempts(2).backoff(ZERO, ZERO));
  }

  private List<Event> fail(AgentContext context) throws IOException {
    attempts.add(context.attempt());
    throw new IOException("attempt " + context.attempt());
  }

  @Test
  void replacementTakesThePlaceOfTheAnswerAndTheDeliveryIsHandled() throws Exception {
    failing((ask, _, _) -> new Recovery.Replace(List.of(new Reply(ask.n()), new Reply(-1))));
    try (var dispatcher = start()) {
      assertThat(dispatcher.ask(new Ask(7), Reply.class).get(ofSeconds(10)))
          .isEqualTo(new Reply(7));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(attempts).containsExactly(1, 2);
      assertThat(asked).containsExactly("2 attempt 2");
      assertThat(report.failed()).isZero();
      assertThat(report.dead()).isZero();
      assertThat(report.handled()).isEqualTo(3);
      assertThat(recorder.ofType(TraceEvent.Recovered.class))
          .extracting(TraceEvent.Recovered::attempt, TraceEvent.Recovered::recovery)
          .containsExactly(tuple(2, "Replace"));
    }
  }

  @Test
  void handlerIsAskedAtOnceWhereThePolicyAllowsNoFurtherAttempt() throws Exception {
    failing(
        (_, _, _) -> new Recovery.Replace(List.of()),
        Retry.attempts(9).when(e -> e instanceof IllegalStateException));
    router.on(
        Tick.class,
        "broken",
        (_, _) -> {
          throw new AssertionError("an error");
        },
        o -> o.recover((_, cause, _) -> new Recovery.Replace(List.of(replyTo(cause)))));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Tick(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(attempts).containsExactly(1);
      assertThat(replies).containsExactly(new Reply(8));
      assertThat(report.failed()).isZero();
    }
  }

  private static Reply replyTo(Throwable cause) {
    return new Reply(String.valueOf(cause.getMessage()).length());
  }

  @Test
  void memoryChangedByTheHandlerIsAppliedWithItsReplacementOnly() throws Exception {
    failing((ask, _, context) -> {
      context.memory().update(COUNT, n -> n + ask.n());
      context.emitLater(new Reply(ask.n()), ofSeconds(1));
      return ask.n() == 1 ? new Recovery.Replace(List.of()) : new Recovery.Bury();
    });
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      time.advance(ofMinutes(1));
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(1);

      assertThat(dispatcher.memory().get(COUNT)).isEqualTo(1);
      assertThat(replies).containsExactly(new Reply(1));
    }
  }

  @Test
  void retryAfterGoesOnBeyondThePolicy() throws Exception {
    failing((_, _, context) ->
        context.attempt() < 5
            ? new Recovery.RetryAfter(ofMinutes(context.attempt()))
            : new Recovery.Bury());
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      for (int minutes = 2; minutes < 5; minutes++) {
        assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
        assertThat(attempts).hasSize(minutes);
        time.advance(ofMinutes(minutes));
      }
      Crew.drain(dispatcher);

      assertThat(attempts).containsExactly(1, 2, 3, 4, 5);
      assertThat(dispatcher.deadLetters().list())
          .extracting(DeadLetter::attempts, letter -> letter.cause().message())
          .containsExactly(tuple(5, "attempt 5"));
      assertThat(recorder.ofType(TraceEvent.Retried.class)).hasSize(4);
    }
  }

  @Test
  void failedRunTellsItsWaitersAndKeepsTheLetter() throws Exception {
    failing((_, _, _) -> new Recovery.FailRun("the bank is closed"));
    try (var dispatcher = start()) {
      var failure =
          catchThrowableOfType(
              AskFailedException.class,
              () -> dispatcher.ask(new Ask(1), Reply.class).get(ofSeconds(10)));

      assertThat(failure)
          .hasMessageContaining("FAILED: the bank is closed; failing failed: ")
          .hasMessageContaining("attempt 2");
      assertThat(failure.report().outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().size()).isEqualTo(1);

      dispatcher.dispatch(new Ask(2)); // of no run
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(2);
      assertThat(dispatcher.deadLetters().size()).isEqualTo(2);
    }
  }

  @Test
  void handlerThatThrowsOrAnswersNullLeavesALetterOfTheOriginalCause() throws Exception {
    failing((ask, _, _) -> {
      if (ask.n() == 1) {
        throw new IllegalStateException("the handler fails");
      }
      return nothing();
    });
    try (var dispatcher = start();
        var log = new CapturedLog(Level.WARN)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(2);

      assertThat(dispatcher.deadLetters().list())
          .extracting(letter -> letter.cause().message())
          .containsExactly("attempt 2", "attempt 2");
      assertThat(log.lines("recovery failed: ")).hasSize(2);
    }
  }

  @SuppressWarnings("NullAway") // the mistake that the test is about
  private static Recovery nothing() {
    return null;
  }

  @Test
  void handlerMayBlockAsLongAsTheTimeOutSaysAndAsksOnItsOwnThread() throws Exception {
    var entered = new Semaphore(0);
    router.onAsync(
        Ask.class,
        "failing",
        (_, _) -> CompletableFuture.failedFuture(new IOException("no line")),
        o ->
            o.concurrency(1)
                .timeout(ofSeconds(5))
                .recover((ask, _, _) -> {
                  assertThat(Thread.currentThread().isVirtual()).isTrue();
                  entered.release();
                  if (ask.n() == 1) {
                    new CountDownLatch(1).await();
                  }
                  return new Recovery.Replace(List.of(new Reply(ask.n())));
                }));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      entered.acquire();
      time.advance(ofSeconds(5));
      dispatcher.dispatch(new Ask(2));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().list().getFirst().cause().message()).isEqualTo("no line");
      assertThat(replies).containsExactly(new Reply(2));
    }
  }

  @Test
  void whatTheHandlerEmitsHasOtherIdsThanWhatTheAgentEmitted() throws Exception {
    var ids = new ConcurrentLinkedQueue<EventId>();
    router.on(
        Tick.class,
        "ids",
        (_, context) -> {
          ids.add(context.envelope().id());
          return List.of();
        });
    router.on(
        Ask.class,
        "failing",
        (_, context) -> {
          context.emit(new Tick(0));
          return fail(context);
        },
        o ->
            o.retry(Retry.attempts(2).backoff(ZERO, ZERO))
                .recover((_, _, context) -> {
                  context.emit(new Tick(1));
                  return new Recovery.Replace(List.of(new Tick(2)));
                }));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      assertThat(ids).hasSize(4);
      assertThat(ids.stream().distinct()).hasSize(3);
    }
  }
}
