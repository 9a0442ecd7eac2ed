package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.WorkingMemory.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a memory and a staged view of one both do. */
abstract class WorkingMemoryTest {

  static final MemoryKey<Integer> SEEN = MemoryKey.of("seen", 0);
  static final MemoryKey<List<String>> NOTES = MemoryKey.of("notes", List.of());
  static final MemoryKey<Map<String, List<String>>> LISTS = MemoryKey.of("lists", Map.of());
  static final MemoryKey<Map<String, Object>> TREE = MemoryKey.of("tree", Map.of());

  static final Duration LONG = Duration.ofSeconds(30);

  final WorkingMemory memory = memory();

  abstract WorkingMemory memory();

  @Test
  void keyHasItsInitialValueUntilItIsWritten() {
    assertThat(memory.get(SEEN)).isZero();
    assertThat(memory.read(SEEN)).isEqualTo(new Versioned<>(0, 0));
    assertThat(memory.snapshot()).isEmpty();
  }

  @Test
  void versionCountsTheWrites() {
    memory.put(SEEN, 5);
    memory.put(SEEN, 5);
    memory.update(SEEN, n -> n + 1);

    assertThat(memory.read(SEEN)).isEqualTo(new Versioned<>(6, 3));
    assertThat(memory.read(NOTES).version()).isZero();
  }

  @Test
  void updateGivesTheNewValue() {
    assertThat(memory.update(SEEN, n -> n + 2)).isEqualTo(2);
    assertThat(memory.update(SEEN, n -> n * 3)).isEqualTo(6);
    assertThat(memory.get(SEEN)).isEqualTo(6);
  }

  @Test
  void failingUpdateChangesNothing() {
    memory.put(SEEN, 1);

    assertThatThrownBy(() ->
            memory.update(
                SEEN,
                _ -> {
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    assertThat(memory.read(SEEN)).isEqualTo(new Versioned<>(1, 1));
  }

  @Test
  void compareAndSetWritesOnlyAtItsVersion() {
    assertThat(memory.compareAndSet(SEEN, 0, 1)).isTrue();
    assertThat(memory.compareAndSet(SEEN, 0, 2)).isFalse();
    assertThat(memory.compareAndSet(SEEN, 2, 2)).isFalse();
    assertThat(memory.compareAndSet(SEEN, 1, 3)).isTrue();
    assertThat(memory.read(SEEN)).isEqualTo(new Versioned<>(3, 2));
  }

  @Test
  void whatWasPutInIsIndependentOfTheCallersObject() {
    var inner = new ArrayList<>(List.of("a"));
    var map = new HashMap<String, List<String>>(Map.of("x", inner));

    memory.put(LISTS, map);
    inner.add("b");
    map.clear();

    assertThat(memory.get(LISTS)).isEqualTo(Map.of("x", List.of("a")));
  }

  @Test
  void whatAnUpdateGaveIsIndependentOfTheCallersObject() {
    var list = new ArrayList<>(List.of("a"));

    List<String> given = memory.update(NOTES, _ -> list);
    assertThat(memory.compareAndSet(LISTS, 0, Map.of("x", list))).isTrue();
    list.add("b");

    assertThat(given).containsExactly("a");
    assertThat(memory.get(NOTES)).containsExactly("a");
    assertThat(memory.get(LISTS)).isEqualTo(Map.of("x", List.of("a")));
  }

  @Test
  void whatIsReadCannotBeChangedDeeply() {
    memory.put(LISTS, new HashMap<>(Map.of("x", new ArrayList<>(List.of("a")))));

    assertThatThrownBy(() -> memory.get(LISTS).clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> memory.get(LISTS).getOrDefault("x", List.of()).add("b"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> memory.snapshot().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void snapshotIsAPictureOfOneInstant() {
    memory.put(SEEN, 1);
    memory.put(NOTES, List.of("a"));

    Map<String, Object> snapshot = memory.snapshot();
    memory.put(SEEN, 2);
    memory.update(NOTES, _ -> List.of());

    assertThat(snapshot).isEqualTo(Map.of("seen", 1, "notes", List.of("a")));
  }

  @Test
  void mergeKeepsOldKeysAndTheSiblingsOfNestedOnes() {
    memory.put(TREE, Map.of("a", 1, "b", Map.of("c", 2, "d", Map.of("e", 3))));

    memory.merge(TREE, Map.of("f", 4, "b", Map.of("c", 5, "d", Map.of("g", 6))));

    assertThat(memory.get(TREE))
        .isEqualTo(Map.of("a", 1, "f", 4, "b", Map.of("c", 5, "d", Map.of("e", 3, "g", 6))));
    assertThat(memory.read(TREE).version()).isEqualTo(2);
  }

  @Test
  void mergeReplacesWhatIsNotAMapOnBothSides() {
    memory.put(TREE, Map.of("a", Map.of("b", 1), "c", 2));

    memory.merge(TREE, Map.of("a", 3, "c", Map.of("d", 4)));

    assertThat(memory.get(TREE)).isEqualTo(Map.of("a", 3, "c", Map.of("d", 4)));
  }

  @Test
  void mergedMapIsIndependentOfTheCallersObject() {
    var inner = new HashMap<String, Object>(Map.of("b", 1));

    memory.merge(TREE, Map.of("a", inner));
    inner.clear();

    assertThat(memory.get(TREE)).isEqualTo(Map.of("a", Map.of("b", 1)));
  }

  @Test
  void removedKeyHasItsInitialValueAndAHigherVersion() {
    memory.put(SEEN, 5);
    memory.remove(SEEN);

    assertThat(memory.read(SEEN)).isEqualTo(new Versioned<>(0, 2));
    assertThat(memory.snapshot()).isEmpty();
    assertThat(memory.compareAndSet(SEEN, 0, 9)).isFalse();
    memory.update(SEEN, n -> n + 1);
    assertThat(memory.read(SEEN)).isEqualTo(new Versioned<>(1, 3));
    assertThat(memory.snapshot()).isEqualTo(Map.of("seen", 1));
  }

  @Test
  void mergeMayReplaceWhatHasAnotherType() {
    memory.put(TREE, Map.of("a", List.of(1), "b", "text", "c", Map.of("d", 1)));

    memory.merge(TREE, Map.of("a", Map.of("x", 1), "b", 2, "c", Set.of(3)));

    assertThat(memory.get(TREE))
        .isEqualTo(Map.of("a", Map.of("x", 1), "b", 2, "c", Set.of(3)));
  }

  @Test
  void mergeReachesEveryDepth() {
    memory.put(TREE, Map.of("a", Map.of("b", Map.of("c", Map.of("d", 1, "e", 2)), "f", 3)));

    memory.merge(TREE, Map.of("a", Map.of("b", Map.of("c", Map.of("d", 9)))));

    assertThat(memory.get(TREE))
        .isEqualTo(Map.of("a", Map.of("b", Map.of("c", Map.of("d", 9, "e", 2)), "f", 3)));
  }

  @Test
  void closedSubscriptionHearsNoMore() throws Exception {
    var changes = new ConcurrentLinkedQueue<Change>();
    var closed = memory.onChange(changes::add);
    var open = memory.onChange(_ -> {});

    closed.close();
    closed.close();
    memory.put(SEEN, 1);
    if (memory instanceof WorkingMemory.Staged staged) {
      staged.commit();
    }

    assertThat(open.awaitTold(LONG)).isTrue();
    assertThat(closed.awaitTold(LONG)).isTrue();
    assertThat(changes).isEmpty();
  }

  static void awaitOpen(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the latch did not open within 30 s");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
