package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.dispatcher.DrainReport.Remaining;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Traced.class)
class DispatcherBehaviourTest {

  record Ask(int n) implements Event {}

  record Found(int n) implements Event {}

  record Collected(int n) implements Event {}

  record Nobody() implements Event {}

  private final Traced traced;
  private final Router router = new Router();

  DispatcherBehaviourTest(Traced traced) {
    this.traced = traced;
  }

  @Test
  void routesMayBeAddedBeforeOrAfterStart() throws Exception {
    var before = new LongAdder();
    var after = new LongAdder();
    router.listen(Ask.class, "before", _ -> before.increment());

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));
      router.listen(Ask.class, "after", _ -> after.increment());
      dispatcher.dispatch(new Ask(2));
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(before.sum()).isEqualTo(2);
    assertThat(after.sum()).isEqualTo(1);
  }

  @Test
  void blockingAndAsynchronousAgentsStandOnTheSameType() throws Exception {
    var promised = new CompletableFuture<List<Event>>();
    var seen = new ConcurrentLinkedQueue<Event>();
    router.on(Ask.class, "blocking", (ask, _) -> List.of(new Found(ask.n())));
    router.onAsync(Ask.class, "asynchronous", (_, _) -> promised);
    router.listen(Found.class, "seen", seen::add);

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitDrained(ofMillis(50)).drained()).isFalse();
      promised.complete(List.of(new Found(2)));
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
    }

    assertThat(seen).containsExactlyInAnyOrder(new Found(1), new Found(2));
  }

  @Test
  void anAgentGivenToOnAsyncIsRunAsAnAgent() throws Exception {
    var calls = new AtomicInteger();
    var agent =
        new Agent<Ask>() {
          @Override
          public List<Event> receive(Ask ask, AgentContext context) {
            calls.incrementAndGet();
            return List.of();
          }

          @Override
          public CompletionStage<List<Event>> receiveAsync(Ask ask, AgentContext context) {
            throw new IllegalStateException("not to be called");
          }
        };
    router.onAsync(Ask.class, "virtual", agent);

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).failed()).isZero();
    }

    assertThat(calls).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void theDrainCoversRunningAgentsAndTheirFollowUps(Execution execution) throws Exception {
    var done = new ConcurrentLinkedQueue<Event>();
    router.on(
        Ask.class,
        "finder",
        (ask, _) -> {
          Work.lasting(ofMillis(10));
          done.add(ask);
          return List.of(new Found(ask.n()));
        },
        o -> o.execution(execution));
    router.listen(
        Found.class,
        "collector",
        found -> {
          Work.lasting(ofMillis(10));
          done.add(found);
        },
        o -> o.execution(execution));

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.handled()).isEqualTo(2);
      assertThat(done).containsExactly(new Ask(1), new Found(1));
    }
  }

  @Test
  void anEmptyDispatcherIsDrainedAtOnce() throws Exception {
    try (var dispatcher = traced.start(router)) {
      var report = dispatcher.awaitDrained(ofMillis(0));

      assertThat(report.drained()).isTrue();
      assertThat(report.handled()).isZero();
      assertThat(report.remaining()).isEmpty();
    }
  }

  @Test
  void aDrainThatTimesOutSaysWhatIsLeftAndWhere() throws Exception {
    var open = new CountDownLatch(1);
    var isIn = new CountDownLatch(1);
    router.on(Ask.class, "quick", (_, _) -> List.of());
    router.on(
        Ask.class,
        "slow",
        (_, _) -> {
          isIn.countDown();
          Work.until(open);
          return List.of();
        },
        o -> o.concurrency(1));

    try (var dispatcher = traced.start(router)) {
      for (int i = 0; i < 3; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      Work.until(isIn);
      var report = dispatcher.awaitDrained(ofMillis(300));
      open.countDown();

      assertThat(report.drained()).isFalse();
      assertThat(report.handled()).isEqualTo(3);
      assertThat(report.remaining()).containsExactly(new Remaining("slow", 2, 1));
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
      assertThat(dispatcher.report().remaining()).isEmpty();
      assertThat(dispatcher.report().handled()).isEqualTo(6);
    }
  }

  @Test
  void unroutedEventsDoNotBlockTheDrain() throws Exception {
    router.on(Ask.class, "finder", (_, _) -> List.of(new Nobody()));
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Nobody());
      dispatcher.dispatch(new Ask(1));
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.unrouted()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDispatchGetsACorrelationThatItsFollowUpsInheritWithTheParentAsCause(Execution execution)
      throws Exception {
    var envelopes = new ConcurrentLinkedQueue<Envelope>();
    router.on(
        Ask.class,
        "finder",
        (ask, context) -> {
          envelopes.add(context.envelope());
          return List.of(new Found(ask.n()));
        },
        o -> o.execution(execution));
    router.on(
        Found.class,
        "collector",
        (_, context) -> {
          envelopes.add(context.envelope());
          return List.of();
        },
        o -> o.execution(execution));

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));
    }

    var both = new ArrayList<>(envelopes);
    var root = both.get(0);
    var found = both.get(1);
    assertThat(root.source()).isEqualTo(Envelope.APPLICATION);
    assertThat(root.causationId()).isEmpty();
    assertThat(root.hops()).isZero();
    assertThat(found.correlationId()).isEqualTo(root.correlationId());
    assertThat(found.causationId()).contains(root.id());
    assertThat(found.causes()).containsExactly(root.id());
    assertThat(found.source()).isEqualTo("finder");
    assertThat(found.hops()).isEqualTo(1);
    assertThat(found.id()).isNotEqualTo(root.id());
  }

  @Test
  void twoDispatchesHaveDifferentCorrelationsUnlessTheCallerGivesOne() throws Exception {
    var ids = new ConcurrentLinkedQueue<CorrelationId>();
    var own = CorrelationId.of("order 1");
    router.on(
        Ask.class,
        "finder",
        (_, context) -> {
          ids.add(context.correlationId());
          return List.of();
        },
        o -> o.execution(Execution.INLINE));

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      dispatcher.dispatch(new Ask(3), own);
      dispatcher.tryDispatch(new Ask(4), own);
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(ids).hasSize(4).endsWith(own, own);
    assertThat(List.copyOf(ids).subList(0, 2)).doesNotHaveDuplicates().doesNotContain(own);
  }

  @Test
  void theDispatchedObjectItselfIsWhatEachAgentGets() throws Exception {
    var ask = new Ask(1);
    var seen = new ConcurrentLinkedQueue<Event>();
    router.listen(Ask.class, "inline", seen::add, o -> o.execution(Execution.INLINE));
    router.listen(Ask.class, "virtual", seen::add);

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(ask);
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(seen).hasSize(2).allSatisfy(event -> assertThat(event).isSameAs(ask));
  }

  @ParameterizedTest
  @EnumSource
  void dispatchInsideAnAgentMeansEmit(Execution execution) throws Exception {
    var envelopes = new ConcurrentLinkedQueue<Envelope>();
    router.on(
        Found.class,
        "collector",
        (_, context) -> {
          envelopes.add(context.envelope());
          return List.of();
        });
    try (var dispatcher = traced.start(router)) {
      router.on(
          Ask.class,
          "finder",
          (ask, context) -> {
            envelopes.add(context.envelope());
            dispatcher.dispatch(new Found(ask.n()));
            assertThat(dispatcher.tryDispatch(new Found(ask.n() + 1))).isTrue();
            return List.of();
          },
          o -> o.execution(execution));
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(report.handled()).isEqualTo(3);
    }
    var root = envelopes.remove();
    assertThat(envelopes)
        .hasSize(2)
        .allSatisfy(found -> {
          assertThat(found.correlationId()).isEqualTo(root.correlationId());
          assertThat(found.causationId()).contains(root.id());
          assertThat(found.source()).isEqualTo("finder");
        });
    assertThat(envelopes.stream().map(Envelope::id)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void whatAnAgentMustNotDoInsideIsRefusedWithItsName(Execution execution) throws Exception {
    var refused = new ConcurrentLinkedQueue<Throwable>();
    try (var dispatcher = traced.start(router)) {
      router.listen(
          Ask.class,
          "finder",
          _ -> {
            refused.add(refusal(() -> dispatcher.awaitDrained(ofSeconds(1))));
            refused.add(refusal(() -> dispatcher.awaitIdle(ofSeconds(1))));
            refused.add(refusal(() -> dispatcher.close(ofSeconds(1))));
            refused.add(refusal(() -> dispatcher.dispatch(new Nobody(), CorrelationId.of("a"))));
            refused.add(refusal(() -> dispatcher.run(new Nobody())));
          },
          o -> o.execution(execution));
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).failed()).isZero();
    }

    assertThat(refused)
        .allSatisfy(e -> assertThat(e).isInstanceOf(IllegalStateException.class))
        .extracting(Throwable::getMessage)
        .containsExactly(
            "agent finder must not wait for its dispatcher, which waits for it",
            "agent finder must not wait for its dispatcher, which waits for it",
            "agent finder must not wait for its dispatcher to close; close() does not wait there",
            "agent finder must not dispatch with a correlation id",
            "agent finder must not start a run; context.ask starts a child run");
  }

  @Test
  void aContextThatIsUsedAfterItsDeliveryHasSettledThrows() throws Exception {
    var kept = new ConcurrentLinkedQueue<AgentContext>();
    Agent<Ask> keeping =
        (_, context) -> {
          kept.add(context);
          return List.of();
        };
    router.on(Ask.class, "virtual", keeping);
    router.on(Ask.class, "inline", keeping, o -> o.execution(Execution.INLINE));
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));

      assertThat(kept)
          .hasSize(2)
          .allSatisfy(context -> {
            assertThatThrownBy(() -> context.emit(new Nobody()))
                .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(context::envelope).isInstanceOf(IllegalStateException.class);
          });
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).unrouted()).isZero();
    }
  }

  private static Throwable refusal(Median.Timed refused) {
    try {
      refused.run();
    } catch (Exception e) {
      return e;
    }
    return new AssertionError("not refused");
  }
}
