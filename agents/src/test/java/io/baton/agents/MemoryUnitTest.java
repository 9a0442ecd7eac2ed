package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.WorkingMemory.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryUnitTest {

  private static final MemoryKey<Integer> SEEN = MemoryKey.of("seen", 0);
  private static final MemoryKey<List<String>> NOTES = MemoryKey.of("notes", List.of());

  private final WorkingMemory first = WorkingMemory.create();
  private final WorkingMemory second = WorkingMemory.create();
  private final AtomicBoolean isRefused = new AtomicBoolean();
  private final MemoryUnit unit =
      new MemoryUnit(
          "cook",
          () -> {
            if (isRefused.get()) {
              throw new IllegalStateException("not here");
            }
          });

  @Test
  void changesOfSeveralMemoriesAreAppliedTogether() {
    unit.view(second).put(SEEN, 2);
    unit.view(first).put(SEEN, 1);
    assertThat(first.snapshot()).isEmpty();

    assertThat(unit.commit(null))
        .containsExactly(
            new Change("seen", 1, 2, false, "cook"), new Change("seen", 1, 1, false, "cook"));

    assertThat(first.get(SEEN)).isEqualTo(1);
    assertThat(second.get(SEEN)).isEqualTo(2);
  }

  @Test
  void viewOfOneMemoryIsAlwaysTheSame() {
    assertThat(unit.view(first)).isSameAs(unit.view(first)).isNotSameAs(unit.view(second));
  }

  @Test
  void conflictInTheSecondMemoryLeavesTheFirstAsItWas() {
    unit.view(first).put(SEEN, 1);
    unit.view(second).compareAndSet(SEEN, 0, 1);
    second.put(SEEN, 9);

    assertThatThrownBy(() -> unit.commit(null)).isInstanceOf(MemoryConflictException.class);

    assertThat(first.read(SEEN)).isEqualTo(new Versioned<>(0, 0));
    assertThat(second.get(SEEN)).isEqualTo(9);
  }

  @Test
  void functionThatFailsInTheSecondMemoryLeavesTheFirstAsItWas() {
    var isLater = new AtomicBoolean();
    unit.view(first).put(SEEN, 1);
    unit.view(second)
        .update(
            SEEN,
            n -> {
              if (isLater.get()) {
                throw new IllegalStateException("on purpose");
              }
              return n + 1;
            });
    isLater.set(true);

    assertThatThrownBy(() -> unit.commit(null)).hasMessage("on purpose");

    assertThat(first.read(SEEN).version()).isZero();
    assertThat(second.read(SEEN).version()).isZero();
  }

  @Test
  void memoryThatHasEndedLeavesTheOtherAsItWas() {
    var isEnded = new AtomicBoolean();
    var ofRun = WorkingMemory.create(o -> o.readOnlyWhen(isEnded::get, "the run has ended"));
    unit.view(first).put(SEEN, 1);
    unit.view(ofRun).put(SEEN, 1);
    isEnded.set(true);

    assertThatThrownBy(() -> unit.commit(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the run has ended");

    assertThat(first.read(SEEN).version()).isZero();
    assertThat(ofRun.read(SEEN).version()).isZero();
  }

  @Test
  void viewIsRefusedInEveryUseOnceTheUnitHasEnded() {
    List<Consumer<WorkingMemory>> uses =
        List.of(
            memory -> memory.get(SEEN),
            memory -> memory.read(SEEN),
            memory -> memory.put(SEEN, 1),
            memory -> memory.update(SEEN, n -> n + 1),
            memory -> memory.compareAndSet(SEEN, 0, 1),
            memory -> memory.merge(MemoryKey.of("map", java.util.Map.of()), java.util.Map.of()),
            memory -> memory.remove(SEEN),
            memory -> memory.history(SEEN),
            memory -> memory.onChange(_ -> {}),
            memory -> memory.stage("other"),
            WorkingMemory::snapshot);
    WorkingMemory view = unit.view(first);
    WorkingMemory inner = view.stage("inner");
    unit.commit(null);

    for (var use : uses) {
      assertThatThrownBy(() -> use.accept(view))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the delivery to cook has settled; its memory must not be used any more");
    }
    assertThatThrownBy(() -> inner.get(SEEN)).hasMessageContaining("has settled");
    assertThatThrownBy(() -> unit.view(second)).hasMessageContaining("has settled");
    assertThat(first.snapshot()).isEmpty();
  }

  @Test
  void droppedUnitChangesNothingAndItsViewsAreRefused() {
    WorkingMemory view = unit.view(first);
    view.put(SEEN, 1);

    unit.drop();

    assertThatThrownBy(() -> view.put(SEEN, 2)).hasMessageContaining("has settled");
    assertThat(unit.commit(null)).isEmpty();
    assertThat(first.snapshot()).isEmpty();
  }

  @Test
  void guardIsAskedBeforeEachUse() {
    WorkingMemory view = unit.view(first);
    isRefused.set(true);

    assertThatThrownBy(() -> view.get(SEEN)).hasMessage("not here");
    assertThatThrownBy(() -> view.put(SEEN, 1)).hasMessage("not here");
    assertThatThrownBy(view::snapshot).hasMessage("not here");
  }

  @Test
  void viewIsNoMemoryOfDeliveries() {
    WorkingMemory view = first.stage("someone");

    assertThatThrownBy(() -> unit.view(view))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a view of a memory cannot be changed by deliveries");
  }

  @Test
  void observersOfEachMemoryGetItsChangesAndTheCause() {
    var heard = new ArrayList<String>();
    first.observe((changes, cause) -> heard.add("first " + keys(changes) + cause));
    second.observe((changes, cause) -> heard.add("second " + keys(changes) + cause));
    unit.view(first).put(NOTES, List.of());
    unit.view(first).put(SEEN, 1);
    unit.view(second).put(SEEN, 1);

    unit.commit("because");
    first.put(SEEN, 5);

    assertThat(heard)
        .containsExactly(
            "first [notes, seen]because", "second [seen]because", "first [seen]" + nothing());
  }

  private static List<String> keys(List<Change> changes) {
    return changes.stream().map(Change::key).toList();
  }

  private static @Nullable Object nothing() {
    return null;
  }
}
