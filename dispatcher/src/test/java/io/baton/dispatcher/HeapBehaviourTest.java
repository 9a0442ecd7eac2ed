package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeapBehaviourTest {

  private static final long SLACK = 16L << 20;

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Film(int n) implements Event {}

  record Plan(int n) implements Event {}

  private final Router router = new Router();
  private final LongAdder plans = new LongAdder();
  private final AggregatorAgent join =
      Join.of(Food.class, Film.class).into((food, _) -> new Plan(food.n()));

  @Test
  void afterAMillionJoinsWithALatePartEachTheHeapIsFlatAndNoneIsOpen() throws Exception {
    router.on("planner", join, o -> o.execution(Execution.INLINE));
    countPlans();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchParts(dispatcher, 0, 200_000);
      long early = usedAfterCollection();
      dispatchParts(dispatcher, 200_000, 1_000_000);
      long late = usedAfterCollection();

      assertThat(plans.sum()).isEqualTo(1_000_000);
      assertThat(join.open()).isZero();
      assertThat(dispatcher.report().openJoins()).isZero();
      assertThat(late - early).isLessThan(SLACK);
    }
  }

  private static void dispatchParts(AsyncDispatcher dispatcher, int from, int to)
      throws InterruptedException {
    for (int i = from; i < to; i++) {
      var correlation = new CorrelationId(i + 1, i);
      dispatcher.dispatch(new Food(i), correlation);
      dispatcher.dispatch(new Film(i), correlation);
      dispatcher.dispatch(new Film(i), correlation);
    }
    assertThat(dispatcher.awaitDrained(ofSeconds(60)).drained()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"INLINE", "VIRTUAL"})
  void runsThatHaveEndedLeaveNothingBehind(Execution execution) throws Exception {
    router.on(Ask.class, "cook", (a, _) -> List.of(new Food(a.n())), o -> o.execution(execution));
    router.on(Ask.class, "critic", (a, _) -> List.of(new Film(a.n())), o -> o.execution(execution));
    router.on("planner", join, o -> o.execution(execution));
    countPlans();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      startRuns(dispatcher, 12_000);
      long early = usedAfterCollection();
      startRuns(dispatcher, 28_000);
      long late = usedAfterCollection();

      assertThat(plans.sum()).isEqualTo(40_000);
      assertThat(join.open()).isZero();
      assertThat(dispatcher.runs()).isEmpty();
      assertThat(late - early).isLessThan(SLACK);
    }
  }

  private static void startRuns(AsyncDispatcher dispatcher, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      dispatcher.run(new Ask(i));
    }
    assertThat(dispatcher.awaitDrained(ofSeconds(60)).drained()).isTrue();
  }

  private void countPlans() {
    router.listen(Plan.class, "plans", _ -> plans.increment(), o -> o.execution(Execution.INLINE));
  }

  private static long usedAfterCollection() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
