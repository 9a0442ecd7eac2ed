package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.WorkingMemory.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class MemoryHistoryTest {

  private static final MemoryKey<Integer> SEEN = MemoryKey.of("seen", 0);
  private static final MemoryKey<Integer> OTHER = MemoryKey.of("other", 0);

  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final WorkingMemory memory = WorkingMemory.create(o -> o.history(3).time(time));

  @Test
  void historyTellsValueVersionWriterAndTimeTheOldestFirst() {
    memory.put(SEEN, 5);
    time.advance(Duration.ofSeconds(2));
    var staged = memory.stage("cook");
    staged.update(SEEN, n -> n + 1);
    staged.commit();

    assertThat(memory.history(SEEN))
        .containsExactly(
            new Revision<>(5, 1, false, "application", Instant.EPOCH),
            new Revision<>(6, 2, false, "cook", Instant.ofEpochSecond(2)));
    assertThat(memory.history(OTHER)).isEmpty();
  }

  @Test
  void historyIsBoundedForEachKey() {
    for (int i = 1; i <= 10; i++) {
      memory.put(SEEN, i);
    }
    memory.put(OTHER, 1);

    assertThat(memory.history(SEEN)).extracting(Revision::value).containsExactly(8, 9, 10);
    assertThat(memory.history(OTHER)).hasSize(1);
  }

  @Test
  void removalIsPartOfTheHistoryAndVersionsGoOn() {
    memory.put(SEEN, 5);
    memory.remove(SEEN);
    memory.put(SEEN, 7);

    assertThat(memory.history(SEEN))
        .containsExactly(
            new Revision<>(5, 1, false, "application", Instant.EPOCH),
            new Revision<>(0, 2, true, "application", Instant.EPOCH),
            new Revision<>(7, 3, false, "application", Instant.EPOCH));
  }

  @Test
  void onlyWhatOthersCouldSeeIsKept() {
    var staged = memory.stage("cook");
    staged.put(SEEN, 1);
    staged.put(SEEN, 2);
    staged.commit();

    assertThat(memory.history(SEEN)).extracting(Revision::version).containsExactly(2L);
  }

  @Test
  void listIsAPictureThatDoesNotChange() {
    memory.put(SEEN, 1);

    var before = memory.history(SEEN);
    memory.put(SEEN, 2);

    assertThat(before).hasSize(1);
    assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void clockThatWasReadInTheWrongOrderDoesNotShow() {
    var times = new ArrayDeque<>(List.of(5L, 3L, 9L));
    var late =
        WorkingMemory.create(o -> o.history(3).time(new ReadTime(times)));

    late.put(SEEN, 1);
    late.put(SEEN, 2);
    late.put(SEEN, 3);

    assertThat(late.history(SEEN))
        .extracting(revision -> revision.time().getEpochSecond())
        .containsExactly(5L, 5L, 9L);
  }

  /** A clock that gives certain times. */
  private record ReadTime(Queue<Long> seconds) implements TimeSource {

    @Override
    public Instant now() {
      return Instant.ofEpochSecond(seconds.remove());
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void snapshotsDoNotHaveIt() {
    memory.put(SEEN, 1);
    memory.put(SEEN, 2);

    assertThat(memory.snapshot()).isEqualTo(Map.of("seen", 2));
  }

  @Test
  void nothingIsRememberedByDefault() {
    var plain = WorkingMemory.create();
    plain.put(SEEN, 1);

    assertThat(plain.history(SEEN)).isEmpty();
  }

  @Test
  void negativeNumberIsRefused() {
    assertThatThrownBy(() -> WorkingMemory.create(o -> o.history(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("history must not be negative, but is -1");
  }
}
