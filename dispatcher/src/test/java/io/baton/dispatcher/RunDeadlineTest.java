package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.agents.AskFailedException;
import io.baton.agents.RunOutcome;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunDeadlineTest {

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T12:00:00Z"));

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router).time(time).closeTimeout(ofSeconds(5)).start();
  }

  @Test
  void whoeverWaitsIsToldAtOnceWhenTheDeadlinePasses() throws Exception {
    var begun = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    router.on(
        Ask.class,
        "slow",
        (_, _) -> {
          begun.countDown();
          Stubborn.until(open);
          return List.of(new Reply(1));
        });
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1), o -> o.within(ofSeconds(10)));
      var answer = dispatcher.ask(new Ask(1), Reply.class, o -> o.within(ofSeconds(10)));
      var all = dispatcher.askAll(new Ask(1), Reply.class, o -> o.within(ofSeconds(10)));
      begun.await();
      time.advance(ofMillis(9_999));
      assertThat(run.report().outcome()).isEqualTo(RunOutcome.RUNNING);
      time.advance(ofMillis(1));

      assertThat(run.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.EXPIRED);
      var failure = catchThrowableOfType(AskFailedException.class, answer::get);
      assertThat(failure.report().outcome()).isEqualTo(RunOutcome.EXPIRED);
      assertThat(failure)
          .hasMessageStartingWith("no Reply: run ")
          .hasMessageContaining(" is EXPIRED: its deadline of PT10S has passed; after 10.000 s;");
      assertThatThrownBy(all::get).hasMessageContaining(" is EXPIRED: ");
      assertThat(run.ended()).isNotDone();
      open.countDown();
      assertThat(run.ended().join().outcome()).isEqualTo(RunOutcome.EXPIRED);
    }
  }

  @Test
  void aChildRunExpiresWithItsParent() throws Exception {
    var failures = new LinkedBlockingQueue<Throwable>();
    var asked = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          var child = context.ask(new Tick(1), Reply.class);
          asked.countDown();
          failures.add(catchThrowable(child::get));
          return List.of();
        });
    router.listen(Tick.class, "silent", _ -> Stubborn.until(open));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1), o -> o.within(ofSeconds(1)));
      asked.await();
      time.advance(ofSeconds(1));

      assertThat(run.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.EXPIRED);
      assertThat(failures.take())
          .isInstanceOfAny(AskFailedException.class, InterruptedException.class);
      open.countDown();
      run.ended().join();
    }
  }

  @Test
  void anAgentThatWaitsOnlyAfterItsRunHasExpiredLearnsThatTheQuestionHasFailed() throws Exception {
    var failures = new LinkedBlockingQueue<Throwable>();
    var asked = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          var child = context.ask(new Tick(1), Reply.class);
          asked.countDown();
          Stubborn.until(open);
          Thread.interrupted();
          failures.add(catchThrowable(child::get));
          return List.of();
        });
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1), o -> o.within(ofSeconds(1)));
      asked.await();
      time.advance(ofSeconds(1));
      run.await(ofSeconds(10));
      open.countDown();

      assertThat(failures.take()).isInstanceOf(AskFailedException.class);
      run.ended().join();
    }
  }

  @Test
  void aRunThatEndsInTimeLeavesNoTimerBehind() throws Exception {
    var counting = new CountingTime();
    router.on(Ask.class, "answering", (_, _) -> List.of(new Reply(1)));
    router.listen(Reply.class, "taking", _ -> {});
    try (var dispatcher = AsyncDispatcher.builder(router).time(counting).start()) {
      dispatcher.ask(new Ask(1), Reply.class, o -> o.within(ofMinutes(9))).get();
      dispatcher.run(new Ask(1), o -> o.within(ofMinutes(9))).ended().join();
      Crew.drain(dispatcher);

      assertThat(counting.waiting).isEmpty();
    }
  }

  @Test
  void aDeadlineBeyondTheEndOfTimeIsNone() throws Exception {
    router.on(Ask.class, "answering", (_, _) -> List.of(new Reply(1)));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var answer =
          dispatcher.ask(new Ask(1), Reply.class, o -> o.within(ofSeconds(Long.MAX_VALUE)));

      assertThat(answer.get()).isEqualTo(new Reply(1));
    }
  }
}
