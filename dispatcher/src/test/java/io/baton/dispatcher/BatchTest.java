package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.baton.agents.BatchAgent;
import io.baton.agents.Item;
import io.baton.agents.MemoryKey;
import io.baton.agents.Ordering;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchTest {

  private final Router router = new Router();
  private final LinkedBlockingQueue<List<Ask>> batches = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Envelope> replies = new ConcurrentLinkedQueue<>();
  private final CountDownLatch open = new CountDownLatch(1);

  private final BatchAgent<Ask> answering =
      batch -> {
        batches.add(batch.events());
        batch.forEach(item -> item.answer(new Reply(item.event().n())));
      };

  private void listen() {
    router.on(
        Reply.class,
        "replies",
        (_, context) -> {
          replies.add(context.envelope());
          return List.of();
        });
  }

  private List<Integer> repliesSeen() {
    return replies.stream().map(envelope -> ((Reply) envelope.event()).n()).sorted().toList();
  }

  @Test
  void aBatchHoldsNoMoreThanItMayAndEachItemIsADeliveryOfItsOwn() throws Exception {
    listen();
    router.onBatch(Ask.class, "asks", 10, ofMillis(50), answering);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var runs = new ArrayList<Run>();
      for (int i = 0; i < 1_000; i++) {
        runs.add(dispatcher.run(new Ask(i)));
      }
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(2_000);
      for (var run : runs) {
        assertThat(run.report().handled()).isEqualTo(2);
      }
    }
    assertThat(batches).allMatch(batch -> batch.size() <= 10);
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(1_000);
    assertThat(repliesSeen()).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(replies)
        .allSatisfy(reply -> {
          assertThat(reply.source()).isEqualTo("asks");
          assertThat(reply.hops()).isEqualTo(1);
          assertThat(reply.causes()).hasSize(1);
        })
        .extracting(Envelope::correlationId)
        .doesNotHaveDuplicates();
  }

  @Test
  void aBatchLingersForMoreWhileAnythingElseIsActive() throws Exception {
    var time = VirtualTime.startingAt(Instant.EPOCH);
    router.onBatch(Ask.class, "asks", 3, ofSeconds(2), answering);
    router.listen(Tick.class, "active", _ -> Work.until(open));
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      dispatcher.dispatch(new Tick(1));
      await().until(() -> running(dispatcher, "active") == 1);
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      await().until(() -> dispatcher.report().queued() == 0);
      time.advance(ofMillis(1_999));
      assertThat(batches.poll()).isNull();
      time.advance(ofMillis(1));
      assertThat(batches.take()).containsExactly(new Ask(1), new Ask(2));

      for (int i = 3; i < 7; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(batches.take()).containsExactly(new Ask(3), new Ask(4), new Ask(5));
      open.countDown();
      assertThat(batches.take()).containsExactly(new Ask(6));
      Crew.drain(dispatcher);
    }
  }

  private static long running(AsyncDispatcher dispatcher, String agent) {
    return dispatcher.report().remaining().stream()
        .filter(rest -> rest.agent().equals(agent))
        .mapToLong(DrainReport.Remaining::running)
        .sum();
  }

  @ParameterizedTest
  @EnumSource
  void nothingWaitsForALingerThatIsInVain(WaitStrategy strategy) throws Exception {
    listen();
    router.onBatch(Ask.class, "asks", 1_000, ofHours(1), answering);
    router.onBatch(Tick.class, "ticks", 1_000, ofHours(1), batch -> {});
    var builder = AsyncDispatcher.builder(router).waitStrategy(strategy);
    try (var dispatcher = builder.start()) {
      for (int round = 0; round < 50; round++) {
        dispatcher.dispatch(new Ask(round));
        dispatcher.dispatch(new Tick(round));
        Crew.drain(dispatcher);
      }
      assertThat(dispatcher.ask(new Ask(50), Reply.class).get(ofSeconds(10)).n()).isEqualTo(50);
    }
    assertThat(repliesSeen()).hasSize(51);
  }

  @Test
  void anAgentThatWaitsForABatchLetsItGoAtOnce() throws Exception {
    router.onBatch(Ask.class, "asks", 1_000, ofHours(1), answering);
    router.on(
        Tick.class,
        "asking",
        (tick, context) -> {
          context.ask(new Ask(tick.n()), Reply.class).get(ofSeconds(20));
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Tick(1));
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aBatchThatCannotGrowGoesAtOnce(int bound) throws Exception {
    router.onBatch(
        Ask.class,
        "asks",
        1_000,
        ofHours(1),
        answering,
        o -> o.mailbox(bound, Overflow.BLOCK).concurrency(1));
    router.onBatch(Tick.class, "ticks", 1_000, ofHours(1), batch -> {});
    var builder = AsyncDispatcher.builder(router).ringSize(2).maxInFlight(bound);
    try (var dispatcher = builder.start()) {
      for (int i = 0; i < 200; i++) {
        dispatcher.dispatch(new Ask(i));
        dispatcher.dispatch(new Tick(i));
      }
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(400);
    }
  }

  @Test
  void aFailedItemFailsAlone() throws Exception {
    listen();
    router.onBatch(
        Ask.class,
        "asks",
        100,
        ofMillis(20),
        batch -> {
          for (var item : batch) {
            item.context().memory().update(SUM, sum -> sum + 1);
            item.answer(new Reply(item.event().n()));
            if (item.event().n() % 3 == 0) {
              item.fail(new IllegalStateException("bad " + item.event().n()));
            }
          }
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 9; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      var report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(3);
      assertThat(dispatcher.deadLetters().list())
          .extracting(letter -> letter.cause().message())
          .containsExactlyInAnyOrder("bad 0", "bad 3", "bad 6");
      assertThat(dispatcher.memory().get(SUM)).isEqualTo(6);
    }
    assertThat(repliesSeen()).containsExactly(1, 2, 4, 5, 7, 8);
  }

  private static final MemoryKey<Integer> SUM = MemoryKey.of("sum", 0);

  @Test
  void anExceptionFailsAllItemsAndNothingOfTheirsIsPublished() throws Exception {
    listen();
    router.onBatch(
        Ask.class,
        "asks",
        3,
        ofHours(1),
        batch -> {
          batch.items().getFirst().fail(new IllegalStateException("its own"));
          batch.items().getLast().answer(new Reply(1));
          throw new IllegalStateException("all");
        });
    try (var dispatcher = held()) {
      for (int i = 0; i < 3; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      open.countDown();
      Crew.drain(dispatcher);
      assertThat(dispatcher.deadLetters().list())
          .extracting(letter -> ((Ask) letter.envelope().event()).n() + letter.cause().message())
          .containsExactlyInAnyOrder("0its own", "1all", "2all");
    }
    assertThat(replies).isEmpty();
  }

  /** A dispatcher in which something is active until the latch opens, so that batches linger. */
  private AsyncDispatcher held() throws Exception {
    router.listen(Tick.class, "active", _ -> Work.until(open));
    var dispatcher = AsyncDispatcher.start(router);
    dispatcher.dispatch(new Tick(0));
    await().until(() -> running(dispatcher, "active") == 1);
    return dispatcher;
  }

  @Test
  void whatIsSaidOfAnItemTwiceOrTooLateIsRefused() throws Exception {
    var refusals = new ArrayList<Throwable>();
    var kept = new AtomicReference<Item<Ask>>();
    router.onBatch(
        Ask.class,
        "asks",
        1,
        ZERO,
        batch -> {
          var item = batch.items().getFirst();
          item.answer();
          refusals.add(catchThrowable(() -> item.answer(new Reply(1))));
          item.fail(new IllegalStateException("after all"));
          refusals.add(catchThrowable(item::answer));
          refusals.add(catchThrowable(() -> item.fail(new IllegalStateException("again"))));
          kept.set(item);
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(1);
    }
    refusals.add(catchThrowable(() -> kept.get().answer()));
    refusals.add(catchThrowable(() -> kept.get().context().emit(new Reply(1))));

    assertThat(refusals).hasOnlyElementsOfType(IllegalStateException.class);
    assertThat(refusals)
        .extracting(Throwable::getMessage)
        .containsExactly(
            "the Ask cannot be answered by asks, since it was answered already",
            "the Ask cannot be answered by asks, since it has failed already",
            "the Ask cannot be failed by asks, since it has failed already",
            "the Ask cannot be answered by asks, since it belongs to a batch that is over",
            "attempt 1 of the delivery to asks has settled; its context must not be used any more");
  }

  @Test
  void theAnswerOfACancelledItemIsDroppedAndTheOthersGoOn() throws Exception {
    listen();
    var entered = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var keys = new ConcurrentLinkedQueue<String>();
    router.onBatch(
        Ask.class,
        "asks",
        2,
        ofHours(1),
        batch -> {
          entered.countDown();
          Work.until(go);
          for (var item : batch) {
            keys.add(item.context().idempotencyKey() + item.context().isCancelled());
            item.context().emit(new Reply(-item.event().n()));
            item.answer(new Reply(item.event().n()));
          }
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      router.listen(Tick.class, "active", _ -> Work.until(open));
      dispatcher.dispatch(new Tick(0));
      await().until(() -> running(dispatcher, "active") == 1);
      var cancelled = dispatcher.run(new Ask(1));
      var other = dispatcher.run(new Ask(2));
      Work.until(entered);
      cancelled.cancel("it is not wanted");
      go.countDown();
      open.countDown();
      Crew.drain(dispatcher);

      assertThat(other.report().failed()).isZero();
      assertThat(other.report().handled()).isEqualTo(3);
      assertThat(cancelled.report().handled()).isZero();
      assertThat(dispatcher.deadLetters().list()).isEmpty();
    }
    assertThat(repliesSeen()).containsExactly(-2, 2);
    assertThat(keys).hasSize(2).first().asString().endsWith("/askstrue");
    assertThat(keys).last().asString().endsWith("/asksfalse");
  }

  @Test
  void aFailedItemIsTriedAgainInALaterBatch() throws Exception {
    listen();
    var attempts = new ConcurrentLinkedQueue<String>();
    router.onBatch(
        Ask.class,
        "asks",
        10,
        ofMillis(20),
        batch -> {
          for (var item : batch) {
            int attempt = item.context().attempt();
            attempts.add(item.event().n() + "/" + attempt);
            if (item.event().n() == 1 && attempt < 3) {
              item.fail(new IllegalStateException("not yet"));
            } else {
              item.answer(new Reply(item.event().n()));
            }
          }
        },
        o -> o.retry(Retry.attempts(3).backoff(ofMillis(1), ofMillis(2))));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 4; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
    assertThat(attempts).containsExactlyInAnyOrder("0/1", "1/1", "1/2", "1/3", "2/1", "3/1");
    assertThat(repliesSeen()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void anItemThatIsTriedAgainHoldsBackWhatHasItsKeyAndNothingElse() throws Exception {
    var seen = new ConcurrentLinkedQueue<Debit>();
    router.onBatch(
        Debit.class,
        "bank",
        1,
        ZERO,
        batch -> {
          var item = batch.items().getFirst();
          if (item.event().equals(new Debit("a", 0)) && item.context().attempt() == 1) {
            throw new IllegalStateException("not yet");
          }
          seen.add(item.event());
        },
        o ->
            o.ordered(Ordering.BY_KEY)
                .concurrency(1)
                .retry(Retry.attempts(2).backoff(ofMillis(300), ofMillis(300))));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Debit("a", 0));
      dispatcher.dispatch(new Debit("a", 1));
      dispatcher.dispatch(new Debit("b", 0));
      dispatcher.dispatch(new Debit("b", 1));
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
    assertThat(seen)
        .containsExactly(
            new Debit("b", 0), new Debit("b", 1), new Debit("a", 0), new Debit("a", 1));
  }

  @Test
  void theRouteSaysWhatBecomesOfEachFailedItem() throws Exception {
    listen();
    var tried = new AtomicInteger();
    router.onBatch(
        Ask.class,
        "asks",
        10,
        ofMillis(20),
        batch -> {
          tried.addAndGet(batch.events().size());
          throw new IllegalStateException("all");
        },
        o ->
            o.ordered(Ordering.BY_KEY)
                .key(_ -> "one")
                .recover((ask, _, context) ->
                    context.attempt() == 1
                        ? new Recovery.RetryAfter(ofMillis(1))
                        : new Recovery.Replace(List.of(new Reply(ask.n())))));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 30; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
    assertThat(repliesSeen()).hasSize(30).doesNotHaveDuplicates();
    assertThat(tried).hasValue(60);
  }

  @Test
  void nothingCanBePublishedInABatchButByAnItem() throws Exception {
    var refusals = new ConcurrentLinkedQueue<Throwable>();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      router.onBatch(
          Ask.class,
          "asks",
          5,
          ZERO,
          batch -> {
            refusals.add(catchThrowable(() -> dispatcher.dispatch(new Tick(1))));
            refusals.add(catchThrowable(() -> dispatcher.run(new Tick(1))));
            refusals.add(catchThrowable(() -> dispatcher.awaitDrained(ofSeconds(9))));
          });
      dispatcher.dispatch(new Ask(1));
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
    assertThat(refusals)
        .hasSize(3)
        .hasOnlyElementsOfType(IllegalStateException.class)
        .first()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            "agent asks handles a batch, which is not one event: use the context of an item");
  }
}
