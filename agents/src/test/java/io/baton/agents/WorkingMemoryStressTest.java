package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.baton.agents.WorkingMemory.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = SEPARATE_THREAD) // a deadlock hears no interrupt
class WorkingMemoryStressTest {

  /** More would only take long where the thread that ends the unit has to wait for a core. */
  private static final int MOST_WRITES = 10_000;

  private static final MemoryKey<Integer> LEFT = MemoryKey.of("left", 0);
  private static final MemoryKey<Integer> RIGHT = MemoryKey.of("right", 0);

  @Test
  void incrementsOfTwoAgentsInEachOfTwoHundredRunsAreAllSeen() throws Exception {
    var memory = WorkingMemory.create();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var agents = new ArrayList<Future<?>>();
      for (int run = 0; run < 200; run++) {
        var together = new CyclicBarrier(2);
        agents.add(executor.submit(() -> increment(memory, together)));
        agents.add(executor.submit(() -> increment(memory, together)));
      }
      for (var agent : agents) {
        agent.get();
      }
    }

    assertThat(memory.read(LEFT)).isEqualTo(new Versioned<>(400, 400));
  }

  @Test
  void directUpdatesAreAllSeenAndEachVersionIsToldOnceInItsOrder() throws Exception {
    var memory = WorkingMemory.create();
    var versions = new ConcurrentLinkedQueue<Long>();
    var others = new ConcurrentLinkedQueue<Long>();
    var listening =
        memory.onChange(
            change -> (change.key().equals("left") ? versions : others).add(change.version()));
    inTwoThreads(() -> {
      for (int i = 0; i < 20_000; i++) {
        memory.update(i % 4 == 0 ? RIGHT : LEFT, n -> n + 1);
      }
    });

    assertThat(memory.get(LEFT)).isEqualTo(30_000);
    assertThat(listening.awaitTold(Duration.ofSeconds(30))).isTrue();
    assertThat(listening.lost()).isZero();
    assertThat(versions)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 30_000).boxed().toList());
    assertThat(others)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 10_000).boxed().toList());
  }

  @Test
  void historyHasTheLastVersionsInTheirOrderWhoeverWroteThem() throws Exception {
    var memory = WorkingMemory.create(o -> o.history(8));
    var ended = new AtomicBoolean();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<String>> reader = executor.submit(() -> gaps(memory, ended));
      inTwoThreads(() -> {
        for (int i = 0; i < 20_000; i++) {
          memory.update(LEFT, n -> n + 1);
        }
      });
      ended.set(true);

      assertThat(reader.get()).isEmpty();
    }
    assertThat(memory.history(LEFT))
        .extracting(Revision::version)
        .containsExactlyElementsOf(LongStream.rangeClosed(39_993, 40_000).boxed().toList());
  }

  @Test
  void changesOfTwoMemoriesAreSeenTogetherAndNobodyWaitsForEachOther() throws Exception {
    var one = WorkingMemory.create();
    var other = WorkingMemory.create();
    var ended = new AtomicBoolean();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<String>> reader = executor.submit(() -> tornOverTwo(one, other, ended));
      var writer =
          executor.submit(() -> {
            for (int i = 0; i < 20_000; i++) {
              incrementBoth(other, one);
            }
          });
      for (int i = 0; i < 20_000; i++) {
        incrementBoth(one, other);
      }
      writer.get();
      ended.set(true);

      assertThat(reader.get()).isEmpty();
    }
    assertThat(one.read(LEFT)).isEqualTo(new Versioned<>(40_000, 40_000));
    assertThat(other.read(LEFT)).isEqualTo(new Versioned<>(40_000, 40_000));
  }

  @Test
  void unitThatConflictsInOneOfTwoMemoriesIsSeenInNeither() throws Exception {
    var one = WorkingMemory.create();
    var other = WorkingMemory.create();
    var applied = new AtomicInteger();
    inTwoThreads(() -> {
      for (int i = 0; i < 20_000; i++) {
        var unit = new MemoryUnit("writer", () -> {});
        unit.view(one).update(LEFT, n -> n + 1);
        var view = unit.view(other);
        var now = view.read(LEFT);
        try {
          if (view.compareAndSet(LEFT, now.version(), now.value() + 1)) {
            unit.commit(null);
            applied.incrementAndGet();
          }
        } catch (MemoryConflictException _) {
          assertThat(unit.commit(null)).isEmpty();
        }
      }
    });

    assertThat(applied.get()).isPositive().isLessThanOrEqualTo(40_000);
    assertThat(one.get(LEFT)).isEqualTo(applied.get());
    assertThat(other.get(LEFT)).isEqualTo(applied.get());
  }

  @Test
  void writesThatRaceWithTheEndOfAUnitAreAppliedOrRefusedButNeverLost() throws Exception {
    var memory = WorkingMemory.create();
    long accepted = 0;
    try (var executor = Executors.newFixedThreadPool(1)) {
      for (int round = 0; round < 2_000; round++) {
        var unit = new MemoryUnit("racer", () -> {});
        var view = unit.view(memory);
        Future<Integer> writer = executor.submit(() -> writeUntilRefused(view));
        for (int spins = round % 200; spins > 0 || view.get(LEFT) == accepted; spins--) {
          Thread.onSpinWait();
        }
        unit.commit(null);
        accepted += writer.get();

        assertThat(memory.get(LEFT)).isEqualTo((int) accepted);
      }
    }
  }

  /** Gives the number of writes that were accepted. */
  private static int writeUntilRefused(WorkingMemory view) {
    int written = 0;
    try {
      for (; written < MOST_WRITES; written++) {
        view.update(LEFT, n -> n + 1);
      }
    } catch (IllegalStateException _) {
      // the unit has ended
    }
    return written;
  }

  @Test
  void ofConcurrentCompareAndSetsOfOneVersionOneWins() throws Exception {
    var memory = WorkingMemory.create();
    var wins = new ConcurrentLinkedQueue<Integer>();
    inTwoThreads(() -> {
      for (int version = 0; version < 20_000; version++) {
        if (memory.compareAndSet(LEFT, version, version)) {
          wins.add(version);
        }
        while (memory.read(LEFT).version() <= version) {
          Thread.onSpinWait();
        }
      }
    });

    assertThat(wins).hasSize(20_000).doesNotHaveDuplicates();
  }

  @Test
  void changesAppliedTogetherAreSeenTogether() throws Exception {
    var memory = WorkingMemory.create();
    var ended = new AtomicBoolean();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<String>> reader = executor.submit(() -> torn(memory, ended));
      for (int i = 0; i < 50_000; i++) {
        var staged = memory.stage("writer");
        staged.update(RIGHT, n -> n + 1);
        staged.update(LEFT, n -> n + 1);
        staged.commit();
      }
      ended.set(true);

      assertThat(reader.get()).isEmpty();
    }
  }

  private static @Nullable Void increment(WorkingMemory memory, CyclicBarrier together)
      throws Exception {
    var staged = memory.stage("agent");
    staged.update(LEFT, n -> n + 1);
    together.await();
    staged.commit();
    return null;
  }

  /** What a reader saw of a pair that is always written together, left first. */
  private static List<String> torn(WorkingMemory memory, AtomicBoolean ended) {
    var torn = new ArrayList<String>();
    while (!ended.get()) {
      int left = memory.get(LEFT);
      int right = memory.get(RIGHT);
      int leftAgain = memory.get(LEFT);
      if (right < left || right > leftAgain) {
        torn.add(left + " " + right + " " + leftAgain);
      }
      var snapshot = memory.snapshot();
      if (!snapshot.getOrDefault("left", 0).equals(snapshot.getOrDefault("right", 0))) {
        torn.add(snapshot.toString());
      }
    }
    return torn;
  }

  private static void incrementBoth(WorkingMemory one, WorkingMemory other) {
    var unit = new MemoryUnit("writer", () -> {});
    unit.view(one).update(LEFT, n -> n + 1);
    unit.view(other).update(LEFT, n -> n + 1);
    unit.commit(null);
  }

  /** Where a reader saw a change of one memory without that of the other. */
  private static List<String> tornOverTwo(
      WorkingMemory one, WorkingMemory other, AtomicBoolean ended) {
    var torn = new ArrayList<String>();
    while (!ended.get()) {
      int first = one.get(LEFT);
      int then = other.get(LEFT);
      int last = one.get(LEFT);
      if (then < first || last < then) {
        torn.add(first + " then " + then + " then " + last);
      }
      var both = WorkingMemory.snapshots(one, other);
      if (!both.getFirst().equals(both.getLast())) {
        torn.add(both.toString());
      }
    }
    return torn;
  }

  /** What a reader saw of a history that is not one version after the other. */
  private static List<String> gaps(WorkingMemory memory, AtomicBoolean ended) {
    var gaps = new ArrayList<String>();
    while (!ended.get()) {
      var history = memory.history(LEFT);
      for (int i = 1; i < history.size(); i++) {
        var before = history.get(i - 1);
        var after = history.get(i);
        if (after.version() != before.version() + 1
            || after.value() != before.value() + 1
            || after.time().isBefore(before.time())) {
          gaps.add(history.toString());
        }
      }
    }
    return gaps;
  }

  private static void inTwoThreads(Runnable task) throws Exception {
    try (var executor = Executors.newFixedThreadPool(2)) {
      var first = executor.submit(task);
      executor.submit(task).get();
      first.get();
    }
  }
}
