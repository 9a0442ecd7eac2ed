package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.AgentContext;
import io.baton.agents.MemoryConflictException;
import io.baton.agents.MemoryKey;
import io.baton.agents.RunOutcome;
import io.baton.agents.Versioned;
import io.baton.agents.VirtualTime;
import io.baton.agents.WorkingMemory;
import io.baton.agents.WorkingMemory.Change;
import io.baton.agents.WorkingMemory.Revision;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules 10, 11 and 30 at their edges: what deliveries change is one unit, and ends with them. */
@Timeout(60)
class MemoryRulesTest {

  private static final MemoryKey<Integer> COUNT = MemoryKey.of("count", 0);

  private final Router router = new Router();

  @ParameterizedTest
  @EnumSource
  void conflictInTheRunsMemoryLeavesTheDispatchersAsItWas(Execution execution) throws Exception {
    var run = new CompletableFuture<Run>();
    router.on(
        Ask.class,
        "overtaken",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          context.runMemory().compareAndSet(COUNT, 0, 1);
          run.join().memory().put(COUNT, 9);
          return List.of(new Reply(1));
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      run.complete(dispatcher.run(new Ask(1)));
      var report = run.join().await(ofSeconds(10));

      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.unrouted()).as("no answer").isZero();
      assertThat(report.deadLetters().getFirst().cause().type())
          .isEqualTo(MemoryConflictException.class.getName());
      assertThat(dispatcher.memory().read(COUNT)).isEqualTo(new Versioned<>(0, 0));
      assertThat(run.join().memory().get(COUNT)).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource
  void functionThatFailsForTheRunsMemoryLeavesTheDispatchersAsItWas(Execution execution)
      throws Exception {
    router.on(
        Ask.class,
        "bad",
        (_, context) -> {
          var isCommitting = new AtomicBoolean();
          context.memory().put(COUNT, 1);
          context
              .runMemory()
              .update(
                  COUNT,
                  n -> {
                    if (isCommitting.getAndSet(true)) {
                      throw new IllegalStateException("on purpose");
                    }
                    return n + 1;
                  });
          return List.of();
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));

      assertThat(run.await(ofSeconds(10)).failed()).isEqualTo(1);
      assertThat(dispatcher.memory().snapshot()).isEmpty();
      assertThat(run.memory().snapshot()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothMemoriesAreSeenToChangeTogether(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "both",
        (_, context) -> {
          context.runMemory().update(COUNT, n -> n + 1);
          context.memory().update(COUNT, n -> n + 1);
          return List.of();
        },
        o -> o.execution(execution));
    var open = new CountDownLatch(1);
    router.on(
        Reply.class,
        "keeps the run alive",
        (_, _) -> {
          Work.until(open);
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Reply(0));
      var torn = new ConcurrentLinkedQueue<Object>();
      var isEnded = new AtomicBoolean();
      var reader = Thread.ofPlatform().daemon().start(() -> look(dispatcher, run, isEnded, torn));
      for (int i = 0; i < 5_000; i++) {
        run.dispatch(new Ask(i));
      }
      open.countDown();
      assertThat(run.await(ofSeconds(30)).outcome()).isEqualTo(RunOutcome.COMPLETED);
      isEnded.set(true);
      reader.join();

      assertThat(torn).isEmpty();
      assertThat(run.memory().get(COUNT)).isEqualTo(5_000);
      assertThat(dispatcher.memory().get(COUNT)).isEqualTo(5_000);
    }
  }

  private static void look(
      AsyncDispatcher dispatcher,
      Run run,
      AtomicBoolean isEnded,
      ConcurrentLinkedQueue<Object> torn) {
    while (!isEnded.get()) {
      var both = WorkingMemory.snapshots(dispatcher.memory(), run.memory());
      int ofRun = run.memory().get(COUNT);
      int shared = dispatcher.memory().get(COUNT);
      int ofRunLater = run.memory().get(COUNT);
      if (!both.getFirst().equals(both.getLast()) || shared < ofRun || ofRunLater < shared) {
        torn.add(both + " " + ofRun + " " + shared + " " + ofRunLater);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void viewThatIsUsedAfterItsDeliveryHasSettledIsRefused(Execution execution) throws Exception {
    var kept = new ConcurrentLinkedQueue<WorkingMemory>();
    router.on(
        Ask.class,
        "keeper",
        (ask, context) -> {
          kept.forEach(MemoryRulesTest::assertRefused);
          kept.add(context.memory());
          kept.add(context.runMemory());
          context.memory().put(COUNT, ask.n());
          if (ask.n() == 2) {
            throw new IllegalStateException("on purpose");
          }
          return List.of();
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 1; i <= 3; i++) {
        var report = dispatcher.run(new Ask(i)).await(ofSeconds(10));
        assertThat(report.failed()).isEqualTo(i == 2 ? 1 : 0);
      }

      assertThat(kept).hasSize(6).allSatisfy(MemoryRulesTest::assertRefused);
      assertThat(dispatcher.memory().read(COUNT)).isEqualTo(new Versioned<>(3, 2));
    }
  }

  private static void assertRefused(WorkingMemory view) {
    assertThatThrownBy(() -> view.get(COUNT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "(attempt 1 of )?the delivery to keeper has settled; its (context|memory) must not be used any more"
                + "|the context of an INLINE agent is valid only inside receive, on the"
                + " dispatcher's thread");
    assertThatThrownBy(() -> view.put(COUNT, 100)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(view::snapshot).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void viewMayBeUsedByOtherThreadsWhileTheDeliveryIsAlive() throws Exception {
    router.on(
        Ask.class,
        "leader",
        (_, context) -> {
          WorkingMemory memory = context.memory();
          Crew.together(
              4,
              ofSeconds(20),
              _ -> {
                for (int i = 0; i < 500; i++) {
                  memory.update(COUNT, n -> n + 1);
                }
              });
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(30));

      assertThat(report.handled()).isEqualTo(1);
      assertThat(dispatcher.memory().read(COUNT)).isEqualTo(new Versioned<>(2_000, 2_000));
    }
  }

  @Test
  void writesThatRaceWithTheEndAreAppliedOrRefusedButNeverLost() throws Exception {
    var writers = new ConcurrentLinkedQueue<FutureTask<Integer>>();
    router.on(
        Ask.class,
        "racer",
        (_, context) -> {
          WorkingMemory memory = context.memory();
          var begun = new CountDownLatch(1);
          var writer = new FutureTask<>(() -> writeUntilRefused(memory, begun));
          writers.add(writer);
          Thread.ofPlatform().daemon().start(writer);
          Work.until(begun);
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      int accepted = 0;
      for (int round = 0; round < Crew.rounds(300); round++) {
        dispatcher.run(new Ask(round)).await(ofSeconds(10));
        accepted += writers.remove().get(10, TimeUnit.SECONDS);

        assertThat(dispatcher.memory().get(COUNT)).isEqualTo(accepted);
      }
    }
  }

  private static int writeUntilRefused(WorkingMemory memory, CountDownLatch begun) {
    for (int written = 0; ; written++) {
      try {
        memory.update(COUNT, n -> n + 1);
        begun.countDown();
      } catch (IllegalStateException _) {
        return written;
      }
    }
  }

  @Test
  void viewOfAnInlineAgentIsRefusedOnOtherThreads() throws Exception {
    var refused = new CompletableFuture<Throwable>();
    router.on(
        Ask.class,
        "inline",
        (_, context) -> {
          WorkingMemory memory = context.memory();
          Thread other =
              Thread.ofPlatform()
                  .start(() -> {
                    try {
                      memory.put(COUNT, 1);
                      refused.complete(new AssertionError("it was not refused"));
                    } catch (IllegalStateException e) {
                      refused.complete(e);
                    }
                  });
          other.join();
          return List.of();
        },
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));

      assertThat(refused.get(10, TimeUnit.SECONDS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("valid only inside receive, on the dispatcher's thread");
      Crew.drain(dispatcher);
      assertThat(dispatcher.memory().snapshot()).isEmpty();
    }
  }

  @Test
  void memoryOfARunIsReadButNotWrittenOnceTheRunHasEnded() throws Exception {
    router.on(Ask.class, "writer", MemoryRulesTest::count);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));
      var unused = dispatcher.run(new Ask(2));
      run.await(ofSeconds(10));
      unused.await(ofSeconds(10));

      assertThat(run.memory().snapshot()).isEqualTo(Map.of("count", 1));
      assertThatThrownBy(() -> run.memory().put(COUNT, 2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("run " + run.correlationId() + " has ended; its memory can only be read");
      assertThat(run.memory().get(COUNT)).isEqualTo(1);
      assertThatThrownBy(() -> unused.memory().update(COUNT, n -> n + 1))
          .hasMessageContaining("has ended; its memory can only be read");
    }
  }

  private static List<Event> count(Ask ask, AgentContext context) {
    context.runMemory().update(COUNT, n -> n + 1);
    return List.of();
  }

  @Test
  void memoryOfACancelledRunIsNotWrittenEvenByWhatStillRuns() throws Exception {
    var entered = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    router.on(
        Ask.class,
        "slow",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          context.runMemory().put(COUNT, 1);
          entered.countDown();
          Work.until(open);
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));
      Work.until(entered);
      run.cancel("enough");

      assertThatThrownBy(() -> run.memory().put(COUNT, 2)).hasMessageContaining("has ended");
      open.countDown();
      Crew.drain(dispatcher);
      assertThat(run.memory().snapshot()).isEmpty();
      assertThat(dispatcher.memory().snapshot()).isEmpty();
    }
  }

  @Test
  void historyIsKeptIfItWasAskedForWithTheDispatchersClock() throws Exception {
    var time = VirtualTime.startingAt(Instant.ofEpochSecond(100));
    router.on(Ask.class, "writer", MemoryRulesTest::countBoth);
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).memoryHistory(2).start()) {
      dispatcher.memory().put(COUNT, 5);
      time.advance(ofSeconds(1));
      var run = dispatcher.run(new Ask(1));
      run.await(ofSeconds(10));

      assertThat(dispatcher.memory().history(COUNT))
          .containsExactly(
              new Revision<>(5, 1, false, "application", Instant.ofEpochSecond(100)),
              new Revision<>(6, 2, false, "writer", Instant.ofEpochSecond(101)));
      assertThat(run.memory().history(COUNT)).hasSize(1);
    }
  }

  private static List<Event> countBoth(Ask ask, AgentContext context) {
    context.memory().update(COUNT, n -> n + 1);
    return count(ask, context);
  }

  @Test
  void memoryThatWasGivenKeepsItsOwnHistory() throws Exception {
    var memory = WorkingMemory.create();
    router.on(Ask.class, "writer", MemoryRulesTest::countBoth);
    try (var dispatcher = AsyncDispatcher.builder(router).memory(memory).memoryHistory(2).start()) {
      var run = dispatcher.run(new Ask(1));
      run.await(ofSeconds(10));

      assertThat(dispatcher.memory()).isSameAs(memory);
      assertThat(memory.history(COUNT)).isEmpty();
      assertThat(run.memory().history(COUNT)).hasSize(1);
    }
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    var builder = AsyncDispatcher.builder(router);

    assertThatThrownBy(() -> builder.memoryHistory(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memoryHistory must not be negative, but is -1");
    assertThatThrownBy(() -> builder.memory(WorkingMemory.create().stage("someone")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memory must not be a view of another memory");
  }

  @Test
  void listenerMayDispatchAndBlockWithoutDelayingAnyEvent() throws Exception {
    var open = new CountDownLatch(1);
    var dispatched = new CountDownLatch(1);
    router.on(Ask.class, "writer", MemoryRulesTest::countBoth, o -> o.execution(Execution.INLINE));
    router.listen(Reply.class, "told", _ -> dispatched.countDown());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var listening =
          dispatcher
              .memory()
              .onChange(change -> {
                awaitOpen(open);
                dispatcher.dispatch(new Reply((int) change.version()));
              });
      for (int i = 0; i < 100; i++) {
        dispatcher.run(new Ask(i));
      }
      Crew.drain(dispatcher);
      assertThat(dispatcher.memory().get(COUNT)).isEqualTo(100);
      assertThat(dispatched.getCount()).isEqualTo(1);
      open.countDown();

      assertThat(listening.awaitTold(ofSeconds(20))).isTrue();
      Work.until(dispatched);
      Crew.drain(dispatcher);
      assertThat(dispatcher.report().handled()).isEqualTo(200);
    }
  }

  @Test
  void listenerHearsEachCommitInOrderWithItsWriter() throws Exception {
    var told = new ConcurrentLinkedQueue<Change>();
    router.on(Ask.class, "writer", MemoryRulesTest::countBoth);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var listening = dispatcher.memory().onChange(told::add);
      for (int i = 0; i < 200; i++) {
        dispatcher.run(new Ask(i));
      }
      Crew.drain(dispatcher);

      assertThat(listening.awaitTold(ofSeconds(20))).isTrue();
      assertThat(told).hasSize(200).allMatch(change -> change.writer().equals("writer"));
      assertThat(told).extracting(Change::version).isSorted();
    }
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      Work.until(latch);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
