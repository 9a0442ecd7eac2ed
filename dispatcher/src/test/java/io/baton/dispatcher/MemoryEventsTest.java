package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AgentContext;
import io.baton.agents.MemoryKey;
import io.baton.agents.WorkingMemory;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.MemoryChanged;
import io.baton.events.SystemEvent;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 15, for {@code MemoryChanged}: who gets it, what it belongs to, and where it ends. */
@Timeout(60)
class MemoryEventsTest {

  private static final MemoryKey<Integer> COUNT = MemoryKey.of("count", 0);
  private static final MemoryKey<Integer> OTHER = MemoryKey.of("other", 0);

  private final Router router = new Router();
  private final ConcurrentLinkedQueue<Envelope> seen = new ConcurrentLinkedQueue<>();

  private void watch(Execution execution) {
    router.on(
        MemoryChanged.class,
        "watcher",
        (_, context) -> {
          seen.add(context.envelope());
          return List.of();
        },
        o -> o.execution(execution));
  }

  private List<Event> events() {
    return seen.stream().map(Envelope::event).toList();
  }

  @Test
  void changeByTheApplicationIsARoot() throws Exception {
    watch(Execution.VIRTUAL);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.memory().put(COUNT, 1);
      dispatcher.memory().remove(COUNT);
      Crew.drain(dispatcher);

      assertThat(events())
          .containsExactlyInAnyOrder(
              new MemoryChanged("count", 1, "application"),
              new MemoryChanged("count", 2, "application"));
      assertThat(seen)
          .allSatisfy(envelope -> {
            assertThat(envelope.hops()).isZero();
            assertThat(envelope.causationId()).isEmpty();
            assertThat(envelope.source()).isEqualTo("application");
          });
      assertThat(seen).extracting(Envelope::correlationId).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesThatADeliveryCommitsAreCausedByIt(Execution execution) throws Exception {
    watch(execution);
    router.on(
        Ask.class,
        "writer",
        (_, context) -> {
          seen.add(context.envelope());
          context.memory().put(COUNT, 1);
          context.memory().put(OTHER, 1);
          context.memory().put(COUNT, 2);
          return List.of();
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));
      assertThat(run.await(ofSeconds(10)).handled()).as("part of the run").isEqualTo(3);

      var cause = seen.remove();
      assertThat(events())
          .containsExactlyInAnyOrder(
              new MemoryChanged("count", 2, "writer"), new MemoryChanged("other", 1, "writer"));
      assertThat(seen)
          .allSatisfy(envelope -> {
            assertThat(envelope.causationId()).contains(cause.id());
            assertThat(envelope.correlationId()).isEqualTo(run.correlationId());
            assertThat(envelope.source()).isEqualTo("writer");
            assertThat(envelope.hops()).isEqualTo(1);
          });
      assertThat(seen).extracting(Envelope::id).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource
  void changeThatAnAgentMakesDirectlyIsCausedByItsDelivery(Execution execution) throws Exception {
    watch(execution);
    var dispatcher = new CompletableFuture<AsyncDispatcher>();
    router.on(
        Ask.class,
        "writer",
        (_, _) -> {
          dispatcher.join().memory().put(COUNT, 1);
          return List.of();
        },
        o -> o.execution(execution));
    try (var started = AsyncDispatcher.start(router)) {
      dispatcher.complete(started);
      var run = started.run(new Ask(1));
      assertThat(run.await(ofSeconds(10)).handled()).isEqualTo(2);

      assertThat(events()).containsExactly(new MemoryChanged("count", 1, "application"));
      assertThat(seen).extracting(Envelope::correlationId).containsOnly(run.correlationId());
      assertThat(seen).extracting(Envelope::source).containsOnly("writer");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deliveryThatFailsTellsNothing(Execution execution) throws Exception {
    watch(execution);
    router.on(
        Ask.class,
        "bad",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          throw new IllegalStateException("on purpose");
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      assertThat(seen).isEmpty();
    }
  }

  @Test
  void onlyRoutesThatAskForItGetIt() throws Exception {
    var others = new ConcurrentLinkedQueue<Event>();
    var system = new ConcurrentLinkedQueue<Event>();
    router.listen(Event.class, "everything", others::add);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.memory().put(COUNT, 1);
      Crew.drain(dispatcher);
      assertThat(dispatcher.report().handled()).isZero();
      assertThat(dispatcher.report().unrouted()).isZero();

      var route = router.listen(SystemEvent.class, "system", system::add);
      dispatcher.memory().put(COUNT, 2);
      Crew.drain(dispatcher);
      route.remove();
      dispatcher.memory().put(COUNT, 3);
      Crew.drain(dispatcher);

      assertThat(system).containsExactly(new MemoryChanged("count", 2, "application"));
      assertThat(others).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAHandlerOfItChangesMakesNoOther(Execution execution) throws Exception {
    var dispatcher = new CompletableFuture<AsyncDispatcher>();
    router.on(
        MemoryChanged.class,
        "counter",
        (event, context) -> {
          seen.add(context.envelope());
          context.memory().update(OTHER, n -> n + 1);
          dispatcher.join().memory().update(COUNT, n -> n + 1);
          return List.of();
        },
        o -> o.execution(execution));
    try (var started = AsyncDispatcher.start(router)) {
      dispatcher.complete(started);
      started.memory().put(COUNT, 1);
      Crew.drain(started);

      assertThat(events()).containsExactly(new MemoryChanged("count", 1, "application"));
      assertThat(started.memory().get(OTHER)).isEqualTo(1);
      assertThat(started.memory().get(COUNT)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void loopOverOtherEventsEndsAtItsLastHop(Execution execution) throws Exception {
    router.on(
        MemoryChanged.class, "asker", (_, _) -> List.of(new Ask(1)), o -> o.execution(execution));
    router.on(Ask.class, "writer", MemoryEventsTest::count, o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      var report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().list().getFirst().path()).contains("asker", "writer");
      assertThat(dispatcher.memory().get(COUNT)).isEqualTo(501);
    }
  }

  private static List<Event> count(Ask ask, AgentContext context) {
    context.memory().update(COUNT, n -> n + 1);
    return List.of();
  }

  @Test
  void memoryOfARunMakesNone() throws Exception {
    watch(Execution.VIRTUAL);
    router.on(
        Ask.class,
        "writer",
        (_, context) -> {
          context.runMemory().put(COUNT, 1);
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));
      run.await(ofSeconds(10));
      Crew.drain(dispatcher);

      assertThat(seen).isEmpty();
    }
  }

  @Test
  void dispatcherThatSharesTheMemoryIsToldToo() throws Exception {
    var memory = WorkingMemory.create();
    var others = new Router();
    watch(Execution.INLINE);
    others.on(Ask.class, "writer", MemoryEventsTest::count);
    try (var dispatcher = AsyncDispatcher.builder(router).memory(memory).start();
        var other = AsyncDispatcher.builder(others).memory(memory).start()) {
      var run = other.run(new Ask(1));
      run.await(ofSeconds(10));
      Crew.drain(dispatcher);

      assertThat(events()).containsExactly(new MemoryChanged("count", 1, "writer"));
      assertThat(seen.element().hops()).isZero();
      assertThat(seen.element().correlationId()).isNotEqualTo(run.correlationId());
    }
  }

  @Test
  void memoryMayBeChangedAfterTheDispatcherHasClosed() {
    var memory = WorkingMemory.create();
    watch(Execution.INLINE);
    AsyncDispatcher.builder(router).memory(memory).start().close();

    memory.put(COUNT, 1);

    assertThat(memory.get(COUNT)).isEqualTo(1);
    assertThat(seen).isEmpty();
  }

  @Test
  void memoryDoesNotKeepADispatcherThatHasClosed() {
    var memory = WorkingMemory.create();
    var reference = closed(memory);

    await()
        .atMost(ofSeconds(30))
        .until(() -> {
          System.gc();
          return reference.refersTo(null);
        });
    memory.put(COUNT, 1);
    assertThat(memory.get(COUNT)).isEqualTo(1);
  }

  private static WeakReference<AsyncDispatcher> closed(WorkingMemory memory) {
    var dispatcher = AsyncDispatcher.builder(new Router()).memory(memory).start();
    dispatcher.close();
    return new WeakReference<>(dispatcher);
  }

  @Test
  void changeByAPredicateDoesNotWaitForTheThreadThatItIsOn() throws Exception {
    watch(Execution.INLINE);
    var dispatcher = new CompletableFuture<AsyncDispatcher>();
    router.listen(
        Ask.class,
        "picky",
        _ -> {},
        o ->
            o.when(_ -> {
              dispatcher.join().memory().update(COUNT, n -> n + 1);
              return true;
            }));
    try (var started = AsyncDispatcher.builder(router).ringSize(1).start()) {
      dispatcher.complete(started);
      for (int i = 0; i < 50; i++) {
        started.dispatch(new Ask(i));
      }
      Crew.drain(started);

      assertThat(seen).hasSize(50);
    }
  }

  @Test
  void changeFromOutsideIsHeldBackByAFullDispatcherAndNotLostByAnInterrupt() throws Exception {
    var entered = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    watch(Execution.INLINE);
    router.on(
        Tick.class,
        "blocker",
        (_, _) -> {
          entered.countDown();
          Work.until(open);
          return List.of();
        },
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(1).start()) {
      dispatcher.dispatch(new Tick(1));
      Work.until(entered);
      while (dispatcher.tryDispatch(new Reply(1))) {
        Thread.onSpinWait();
      }
      var wasInterrupted = new CompletableFuture<Boolean>();
      Thread writer =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                dispatcher.memory().put(COUNT, 1);
                wasInterrupted.complete(Thread.currentThread().isInterrupted());
              });
      await().until(() -> dispatcher.memory().get(COUNT) == 1);
      assertThat(wasInterrupted).isNotDone();
      writer.interrupt();

      assertThat(wasInterrupted.get(10, TimeUnit.SECONDS)).isTrue();
      open.countDown();
      Crew.drain(dispatcher);
      assertThat(events()).containsExactly(new MemoryChanged("count", 1, "application"));
    }
  }

  @Test
  void failingHandlerIsStoredAndNotToldAgain() throws Exception {
    router.listen(
        MemoryChanged.class,
        "bad",
        _ -> {
          throw new IllegalStateException("on purpose");
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.memory().put(COUNT, 1);
      var report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().list()).hasSize(1);
    }
  }
}
