package io.baton.agents;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Outcome.Cancelled;
import io.baton.agents.Outcome.Failed;
import io.baton.agents.Outcome.Ok;
import io.baton.agents.Outcome.TimedOut;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random calls, limits, policies and interrupts, by a seed; every slot has the right outcome. */
@Timeout(120)
class GatherStressTest {

  private static final int ROUNDS = 1_500 * Integer.getInteger("baton.soak", 1);

  /** What one round's work sees of its threads. */
  private static final class Watched implements EngineWork {
    private final AtomicInteger helpers = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger(1);
    private final AtomicInteger broken = new AtomicInteger();

    @Override
    public boolean begin(Thread helper) {
      helpers.incrementAndGet();
      working.incrementAndGet();
      return true;
    }

    @Override
    public void end(Thread helper) {
      pause();
      helpers.decrementAndGet();
    }

    @Override
    public void pause() {
      if (working.decrementAndGet() < 0) {
        broken.incrementAndGet();
      }
    }

    @Override
    public void resume() {
      working.incrementAndGet();
    }
  }

  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  private Callable<Integer> call(int index, int kind, boolean isNested) {
    return () -> {
      most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      try {
        switch (kind) {
          case 0 -> throw new IllegalStateException("failing " + index);
          case 1 -> LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
          case 2 -> LockSupport.parkNanos(1_000);
          case 3 -> TimeUnit.MICROSECONDS.sleep(500);
          default -> {}
        }
        return isNested
            ? Gather.map(x -> x + index, List.of(0, 1)).concurrency(1).orThrow().getFirst()
            : index;
      } finally {
        atOnce.decrementAndGet();
      }
    };
  }

  @Test
  void everySlotHasTheOutcomeOfItsOwnCall() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var random = new SplittableRandom(round);
      int size = random.nextInt(1, 24);
      int concurrency = random.nextInt(1, size + 1);
      var kinds = random.ints(size, 0, 6).toArray();
      var calls = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < size; i++) {
        calls.add(call(i, kinds[i], random.nextInt(8) == 0));
      }
      most.set(0);
      var work = new Watched();
      Gather<Integer> gather = options(Gather.scatter(calls), random, size, concurrency);
      Gathered<Integer> gathered = awaitWithInterrupts(gather, work, random);

      assertThat(gathered).as("round %d", round).hasSize(size);
      for (int i = 0; i < size; i++) {
        check(gathered.get(i), i, kinds[i], round);
      }
      awaitHelpers(work, round);
      assertThat(work.working).as("round %d", round).hasValue(1);
      assertThat(work.broken).as("round %d", round).hasValue(0);
      assertThat(most.get()).as("round %d", round).isLessThanOrEqualTo(concurrency);
      assertThat(atOnce).as("round %d", round).hasValue(0);
    }
  }

  private static Gather<Integer> options(
      Gather<Integer> gather, SplittableRandom random, int size, int concurrency) {
    Gather<Integer> chosen = gather.concurrency(concurrency);
    if (random.nextInt(3) == 0) {
      chosen = chosen.timeout(ofMillis(random.nextInt(1, 3)));
    }
    return switch (random.nextInt(4)) {
      case 0 -> chosen.failFast();
      case 1 -> chosen.quorum(random.nextInt(1, size + 1)).cancelRest();
      case 2 -> chosen.quorum(random.nextInt(1, size + 1));
      default -> chosen;
    };
  }

  private static Gathered<Integer> awaitWithInterrupts(
      Gather<Integer> gather, Watched work, SplittableRandom random) throws Exception {
    Thread caller = Thread.currentThread();
    Thread interrupter =
        random.nextInt(5) == 0 ? Thread.ofVirtual().start(caller::interrupt) : null;
    Gathered<Integer> gathered = ScopedValue.where(EngineWork.CURRENT, work).call(gather::await);
    boolean isInterrupted = Thread.interrupted();
    if (interrupter != null) {
      isInterrupted |= joinInterrupted(interrupter);
      assertThat(isInterrupted).isTrue();
    }
    return gathered;
  }

  /** Waits for the thread that interrupts this one; says whether it did so meanwhile. */
  private static boolean joinInterrupted(Thread interrupter) {
    boolean isInterrupted = false;
    while (true) {
      try {
        interrupter.join();
        return isInterrupted | Thread.interrupted();
      } catch (InterruptedException _) {
        isInterrupted = true;
      }
    }
  }

  private static void check(Outcome<Integer> outcome, int index, int kind, int round) {
    String text = "round " + round + ": " + outcome;
    assertThat(outcome.index()).as(text).isEqualTo(index);
    switch (outcome) {
      case Ok<Integer> ok -> {
        assertThat(kind).as(text).isNotZero();
        assertThat(ok.value()).as(text).isEqualTo(index);
      }
      case Failed<Integer> failed -> {
        assertThat(kind).as(text).isZero();
        assertThat(failed.cause()).as(text).hasMessage("failing " + index);
      }
      case TimedOut<Integer> late -> assertThat(late.limit()).as(text).isPositive();
      case Cancelled<Integer> cancelled ->
          assertThat(cancelled.why()).as(text).isNotEqualTo(Outcome.Why.ITSELF);
    }
  }

  /** Those that were left, or interrupted, end soon. */
  private static void awaitHelpers(Watched work, int round) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (work.helpers.get() > 0) {
      assertThat(System.nanoTime() - end).as("round %d: helpers remain", round).isNegative();
      LockSupport.parkNanos(20_000);
    }
  }
}
