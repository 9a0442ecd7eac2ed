package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.WorkingMemory.Change;
import io.baton.agents.WorkingMemory.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StagedMemoryTest extends WorkingMemoryTest {

  private final WorkingMemory shared = WorkingMemory.create();
  private final Staged staged = shared.stage("cook");

  @Override
  WorkingMemory memory() {
    return WorkingMemory.create().stage("cook");
  }

  @Test
  void changesAreSeenInsideAtOnceAndOutsideAfterTheCommit() {
    shared.put(SEEN, 1);
    staged.update(SEEN, n -> n + 1);
    staged.put(NOTES, List.of("a"));

    assertThat(staged.snapshot()).isEqualTo(Map.of("seen", 2, "notes", List.of("a")));
    assertThat(shared.snapshot()).isEqualTo(Map.of("seen", 1));
    staged.commit();

    assertThat(shared.snapshot()).isEqualTo(Map.of("seen", 2, "notes", List.of("a")));
    assertThat(shared.read(SEEN).version()).isEqualTo(2);
  }

  @Test
  void droppedViewChangesNothing() {
    staged.put(SEEN, 1);

    assertThat(staged.isEmpty()).isFalse();
    assertThat(shared.snapshot()).isEmpty();
  }

  @Test
  void viewSeesWhatOthersHaveDoneToKeysThatItHasNotTouched() {
    staged.put(SEEN, 1);
    shared.put(NOTES, List.of("other"));

    assertThat(staged.get(NOTES)).containsExactly("other");
  }

  @Test
  void updateIsAppliedAnewToWhatIsThere() {
    int seen = staged.update(SEEN, n -> n + 1);
    shared.update(SEEN, n -> n + 10);
    staged.commit();

    assertThat(seen).isEqualTo(1);
    assertThat(shared.read(SEEN)).isEqualTo(new Versioned<>(11, 2));
  }

  @Test
  void mergeIsAppliedAnewToWhatIsThere() {
    staged.merge(TREE, Map.of("a", Map.of("b", 1)));
    shared.merge(TREE, Map.of("a", Map.of("c", 2)));
    staged.commit();

    assertThat(shared.get(TREE)).isEqualTo(Map.of("a", Map.of("b", 1, "c", 2)));
  }

  @Test
  void changesOfOneKeyAreAppliedInTheirOrder() {
    staged.put(SEEN, 5);
    staged.update(SEEN, n -> n * 2);
    assertThat(staged.compareAndSet(SEEN, 2, 7)).isTrue();
    staged.update(SEEN, n -> n + 1);
    staged.commit();

    assertThat(shared.read(SEEN)).isEqualTo(new Versioned<>(8, 4));
  }

  @Test
  void compareAndSetThatNoLongerHoldsIsAConflictAndNothingIsApplied() {
    staged.put(NOTES, List.of("mine"));
    assertThat(staged.compareAndSet(SEEN, 0, 5)).isTrue();
    shared.put(SEEN, 1);
    shared.put(SEEN, 2);

    assertThatThrownBy(staged::commit)
        .isInstanceOf(MemoryConflictException.class)
        .hasMessage("memory key seen was expected at version 0, but is at 2");
    assertThat(shared.snapshot()).isEqualTo(Map.of("seen", 2));
  }

  @Test
  void compareAndSetThatFailedAtOnceIsNoConflictLater() {
    shared.put(SEEN, 1);

    assertThat(staged.compareAndSet(SEEN, 0, 5)).isFalse();
    assertThat(staged.isEmpty()).isTrue();
    shared.put(SEEN, 2);
    staged.commit();

    assertThat(shared.get(SEEN)).isEqualTo(2);
  }

  @Test
  void commitAppliesEachChangeOnce() {
    staged.update(SEEN, n -> n + 1);
    staged.commit();
    assertThat(staged.isEmpty()).isTrue();
    staged.commit();
    staged.update(SEEN, n -> n + 1);
    staged.commit();

    assertThat(shared.get(SEEN)).isEqualTo(2);
    assertThat(staged.get(SEEN)).isEqualTo(2);
  }

  @Test
  void listenerIsToldOnceForEachKeyWhoWroteIt() {
    var told = new ArrayList<Change>();
    shared.onChange(told::add);
    staged.put(SEEN, 1);
    staged.put(NOTES, List.of("a"));
    staged.put(SEEN, 2);
    assertThat(told).isEmpty();
    staged.commit();

    assertThat(told)
        .containsExactly(
            new Change("seen", 2, 2, "cook"), new Change("notes", 1, List.of("a"), "cook"));
  }

  @Test
  void viewOfAViewIsCommittedToThatViewFirst() {
    Staged inner = staged.stage("helper");
    inner.update(SEEN, n -> n + 1);
    inner.commit();

    assertThat(staged.get(SEEN)).isEqualTo(1);
    assertThat(shared.get(SEEN)).isZero();
    staged.commit();
    assertThat(shared.get(SEEN)).isEqualTo(1);
  }
}
