package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Outcome.Failed;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What belongs to the thread that gathers, in the threads of its calls. */
@Timeout(30)
class GatherCarryTest {

  private static final ScopedValue<String> TENANT = ScopedValue.newInstance();
  private static final ScopedValue<String> USER = ScopedValue.newInstance();
  private static final ThreadLocal<String> LOCAL = ThreadLocal.withInitial(() -> "none");

  /** Work of an engine that only counts. */
  private static final class CountedWork implements EngineWork {
    private final AtomicInteger helpers = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger(1);
    private final AtomicInteger leastWorking = new AtomicInteger(1);
    private boolean isClosed;

    @Override
    public boolean begin(Thread helper) {
      if (!isClosed) {
        helpers.incrementAndGet();
        working.incrementAndGet();
      }
      return !isClosed;
    }

    @Override
    public void end(Thread helper) {
      pause();
      helpers.decrementAndGet();
    }

    @Override
    public void pause() {
      leastWorking.accumulateAndGet(working.decrementAndGet(), Math::min);
    }

    @Override
    public void resume() {
      working.incrementAndGet();
    }
  }

  @Test
  void scopedValuesAreSeenInEachCall() throws Exception {
    var gather = Gather.map(x -> TENANT.get() + USER.orElse("-") + x, List.of(1, 2));

    List<String> seen =
        ScopedValue.where(TENANT, "t").call(() -> gather.carrying(TENANT, USER).orThrow());

    assertThat(seen).containsExactly("t-1", "t-2");
    assertThat(ScopedValue.where(TENANT, "t").call(gather::await))
        .hasOnlyElementsOfType(Failed.class);
  }

  @Test
  void wrapperIsAppliedWhereItIsAwaited() {
    LOCAL.set("mine");
    var gather =
        Gather.scatter(LOCAL::get)
            .wrapping(code -> {
              String captured = LOCAL.get();
              return () -> {
                LOCAL.set(captured);
                code.run();
              };
            });

    assertThat(gather.orThrow()).containsExactly("mine");
    assertThat(Gather.scatter(LOCAL::get).orThrow()).containsExactly("none");
    LOCAL.remove();
  }

  @Test
  void wrapperThatDoesNotRunItsCallOrFailsIsThatCallsFailure() {
    var skipped = Gather.scatter(() -> 1).wrapping(_ -> () -> {}).await();
    var broken =
        Gather.scatter(() -> 1)
            .wrapping(_ ->
                () -> {
                  throw new IllegalStateException("on purpose");
                })
            .await();

    assertThat(skipped.getFirst().toString())
        .endsWith("what was given to wrapping did not run the call");
    assertThat(broken.getFirst().toString()).endsWith("IllegalStateException: on purpose");
  }

  @Test
  void callsAreHelpersOfTheWorkThatGathers() throws Exception {
    var work = new CountedWork();
    var inside = ConcurrentHashMap.<EngineWork>newKeySet();
    Call<Integer, Integer> nested =
        x -> {
          inside.add(EngineWork.CURRENT.get());
          return Gather.map(y -> y + x, List.of(1, 2, 3)).concurrency(2).orThrow().getLast();
        };

    var sums =
        ScopedValue.where(EngineWork.CURRENT, work)
            .call(() -> Gather.map(nested, List.of(10, 20)).orThrow());

    assertThat(sums).containsExactly(13, 23);
    assertThat(inside).containsExactly(work);
    org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(work.helpers).hasValue(0));
    assertThat(work.working).hasValue(1);
    assertThat(work.leastWorking).as("somebody works until the gather is over").hasPositiveValue();
  }

  @Test
  void noCallBeginsForWorkThatHasEnded() throws Exception {
    var work = new CountedWork();
    work.isClosed = true;

    var gathered =
        ScopedValue.where(EngineWork.CURRENT, work).call(() -> Gather.scatter(() -> 1).await());

    assertThat(gathered.getFirst()).hasToString("call at index 0 was cancelled: RUN");
  }

  @Test
  void agentOnAStrictRouteMustNotGather() {
    var gather = Gather.scatter(() -> 1, () -> 2);

    assertThatThrownBy(() -> WaitGuard.callStrictly("hasty", gather::await))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("agent hasty must not wait for a gather of 2 calls: its route is strict");
  }
}
