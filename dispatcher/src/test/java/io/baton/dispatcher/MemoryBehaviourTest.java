package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.MemoryKey;
import io.baton.agents.RunOutcome;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Traced.class)
class MemoryBehaviourTest {

  record Ask(int n) implements Event {}

  record Look() implements Event {}

  private static final MemoryKey<Integer> COUNT = MemoryKey.of("count", 0);
  private static final MemoryKey<List<String>> NOTES = MemoryKey.of("notes", List.of());
  private static final MemoryKey<Map<String, Object>> FACTS = MemoryKey.of("facts", Map.of());

  private final Traced traced;
  private final Router router = new Router();

  MemoryBehaviourTest(Traced traced) {
    this.traced = traced;
  }

  @ParameterizedTest
  @EnumSource
  void twoHundredRunsOfTwoAgentsThatIncrementOneKeyMakeFourHundred(Execution execution)
      throws Exception {
    for (var name : List.of("a", "b")) {
      router.on(
          Ask.class,
          name,
          (_, context) -> {
            context.memory().update(COUNT, n -> n + 1);
            context.runMemory().update(COUNT, n -> n + 1);
            return List.of();
          },
          o -> o.execution(execution));
    }
    try (var dispatcher = traced.start(router)) {
      var runs = new ArrayList<Run>();
      for (int i = 0; i < 200; i++) {
        runs.add(dispatcher.run(new Ask(i)));
      }
      for (var run : runs) {
        assertThat(run.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.COMPLETED);
        assertThat(run.memory().get(COUNT)).isEqualTo(2);
      }

      assertThat(dispatcher.memory().get(COUNT)).isEqualTo(400);
      assertThat(dispatcher.memory().read(COUNT).version()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailedDeliveryChangesNoMemory(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "bad",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          context.runMemory().put(COUNT, 1);
          assertThat(context.memory().get(COUNT)).isEqualTo(1);
          throw new IllegalStateException("on purpose");
        },
        o -> o.execution(execution));
    try (var dispatcher = traced.start(router)) {
      var run = dispatcher.run(new Ask(1));

      assertThat(run.await(ofSeconds(10)).failed()).isEqualTo(1);
      assertThat(dispatcher.memory().get(COUNT)).isZero();
      assertThat(run.memory().snapshot()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeliverySeesItsOwnChangesAndTheNextOneSeesThemToo(Execution execution) throws Exception {
    var seen = new ConcurrentLinkedQueue<Object>();
    router.on(
        Ask.class,
        "writer",
        (_, context) -> {
          context.memory().put(NOTES, List.of("written"));
          seen.addAll(context.memory().get(NOTES));
          return List.of(new Look());
        },
        o -> o.execution(execution));
    router.on(
        Look.class,
        "reader",
        (_, context) -> {
          seen.addAll(context.memory().get(NOTES));
          return List.of();
        },
        o -> o.execution(execution));
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(seen).containsExactly("written", "written");
  }

  @ParameterizedTest
  @EnumSource
  void aMemoryFunctionThatFailsWhenItIsAppliedAnewFailsThatDeliveryOnly(Execution execution)
      throws Exception {
    router.on(
        Ask.class,
        "bad",
        (_, context) -> {
          var calls = new int[1];
          context
              .memory()
              .update(
                  COUNT,
                  n -> {
                    if (calls[0]++ > 0) {
                      throw new AssertionError("the second time");
                    }
                    return n + 1;
                  });
          return List.of();
        },
        o -> o.execution(execution));
    router.listen(Ask.class, "good", _ -> {});
    try (var dispatcher = traced.start(router)) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.deadLetters().getFirst().cause().message()).isEqualTo("the second time");
      assertThat(report.handled()).isEqualTo(1);
      assertThat(dispatcher.memory().get(COUNT)).isZero();
    }
  }

  @Test
  void aCompareAndSetThatNoLongerHoldsFailsTheDelivery() throws Exception {
    try (var dispatcher = traced.start(router)) {
      dispatcher.memory().put(COUNT, 1);
      router.on(
          Look.class,
          "overtaken",
          (_, context) -> {
            context.memory().compareAndSet(COUNT, context.memory().read(COUNT).version(), 100);
            dispatcher.memory().put(COUNT, 5);
            return List.of();
          });
      var report = dispatcher.run(new Look()).await(ofSeconds(10));

      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.deadLetters().getFirst().cause().message()).contains("memory key count");
      assertThat(dispatcher.memory().get(COUNT)).isEqualTo(5);
    }
  }

  @Test
  void aPlainEventHasNoRunMemory() throws Exception {
    router.on(
        Ask.class,
        "asker",
        (_, context) -> {
          context.runMemory();
          return List.of();
        });
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));

      assertThat(dispatcher.deadLetters().list().getFirst().cause().message())
          .isEqualTo(
              "an event that was dispatched plainly has no run and so no run memory; "
                  + "start it by run(event) or ask(event, type)");
    }
  }

  @Test
  void whatAnAgentPutInIsIndependentOfWhatItStillHolds() throws Exception {
    var held = new ArrayList<String>(List.of("first"));
    router.on(
        Ask.class,
        "writer",
        (_, context) -> {
          context.memory().put(NOTES, held);
          held.add("after the put");
          return List.of();
        });
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));
      held.add("after the end");

      assertThat(dispatcher.memory().get(NOTES)).containsExactly("first");
    }
  }

  @Test
  void aSnapshotIsIndependentOfTheMemoryDeeply() {
    try (var dispatcher = traced.start(router)) {
      var inner = new HashMap<String, Object>(Map.of("dish", "soup"));
      dispatcher.memory().put(FACTS, Map.of("evening", inner));
      var before = dispatcher.memory().snapshot();

      inner.put("dish", "salad");
      dispatcher.memory().merge(FACTS, Map.of("evening", Map.of("dish", "stew")));
      dispatcher.memory().put(COUNT, 1);

      assertThat(before).isEqualTo(Map.of("facts", Map.of("evening", Map.of("dish", "soup"))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void mergesOfAgentsKeepOldKeysAndTheSiblingsOfNestedOnes(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "merger",
        (ask, context) -> {
          context.memory().merge(FACTS, Map.of("dishes", Map.of("dish " + ask.n(), ask.n())));
          return List.of();
        },
        o -> o.execution(execution));
    try (var dispatcher = traced.start(router)) {
      dispatcher.memory().put(FACTS, Map.of("mood", "rainy", "dishes", Map.of("soup", 0)));
      for (int i = 1; i <= 3; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      dispatcher.awaitDrained(ofSeconds(10));

      assertThat(dispatcher.memory().get(FACTS))
          .isEqualTo(
              Map.of(
                  "mood",
                  "rainy",
                  "dishes",
                  Map.of("soup", 0, "dish 1", 1, "dish 2", 2, "dish 3", 3)));
    }
  }
}
