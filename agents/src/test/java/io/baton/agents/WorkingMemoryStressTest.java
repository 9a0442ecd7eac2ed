package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkingMemoryStressTest {

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
  void directUpdatesAreAllSeenAndEachVersionIsToldOnce() throws Exception {
    var memory = WorkingMemory.create();
    var versions = new ConcurrentLinkedQueue<Long>();
    memory.onChange(change -> versions.add(change.version()));
    inTwoThreads(() -> {
      for (int i = 0; i < 20_000; i++) {
        memory.update(LEFT, n -> n + 1);
      }
    });

    assertThat(memory.get(LEFT)).isEqualTo(40_000);
    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 40_000).boxed().toList());
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

  private static void inTwoThreads(Runnable task) throws Exception {
    try (var executor = Executors.newFixedThreadPool(2)) {
      var first = executor.submit(task);
      executor.submit(task).get();
      first.get();
    }
  }
}
