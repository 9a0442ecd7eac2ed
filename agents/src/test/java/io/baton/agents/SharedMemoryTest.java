package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SharedMemoryTest extends WorkingMemoryTest {

  @Override
  WorkingMemory memory() {
    return WorkingMemory.create();
  }

  @Test
  void updateMayReadOtherKeys() {
    memory.put(SEEN, 3);

    memory.update(NOTES, _ -> List.of("seen " + memory.get(SEEN)));

    assertThat(memory.get(NOTES)).containsExactly("seen 3");
  }

  @Test
  void memoryThatHasEndedIsReadButNotWritten() {
    var isEnded = new AtomicBoolean();
    var ending = WorkingMemory.create(o -> o.readOnlyWhen(isEnded::get, "run 7 has ended"));
    ending.put(SEEN, 3);
    var staged = ending.stage("late");
    staged.put(SEEN, 9);
    isEnded.set(true);

    assertThat(ending.get(SEEN)).isEqualTo(3);
    assertThat(ending.snapshot()).isEqualTo(Map.of("seen", 3));
    assertThatThrownBy(() -> ending.put(SEEN, 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("run 7 has ended");
    assertThatThrownBy(() -> ending.update(SEEN, n -> n + 1)).hasMessage("run 7 has ended");
    assertThatThrownBy(() -> ending.merge(TREE, Map.of())).hasMessage("run 7 has ended");
    assertThatThrownBy(() -> ending.remove(SEEN)).hasMessage("run 7 has ended");
    assertThatThrownBy(() -> ending.compareAndSet(SEEN, 1, 2)).hasMessage("run 7 has ended");
    assertThatThrownBy(staged::commit).hasMessage("run 7 has ended");
    assertThat(ending.read(SEEN)).isEqualTo(new Versioned<>(3, 1));
  }

  @Test
  void snapshotsOfSeveralMemoriesComeInTheirOrder() {
    var other = WorkingMemory.create();
    var view = other.stage("cook");
    memory.put(SEEN, 1);
    other.put(SEEN, 2);
    view.put(NOTES, List.of("mine"));

    assertThat(WorkingMemory.snapshots(other, memory, other, view))
        .containsExactly(
            Map.of("seen", 2),
            Map.of("seen", 1),
            Map.of("seen", 2),
            Map.of("seen", 2, "notes", List.of("mine")));
  }
}
