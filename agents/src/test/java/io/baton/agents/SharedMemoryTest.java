package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.WorkingMemory.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SharedMemoryTest extends WorkingMemoryTest {

  @Override
  WorkingMemory memory() {
    return WorkingMemory.create();
  }

  @Test
  void listenerIsToldOfEachChangeAfterIt() {
    var told = new ArrayList<Change>();
    memory.onChange(change -> {
      assertThat(memory.snapshot()).containsEntry(change.key(), change.value());
      told.add(change);
    });

    memory.put(SEEN, 1);
    memory.update(SEEN, n -> n + 1);
    memory.compareAndSet(SEEN, 7, 9);
    memory.put(NOTES, List.of("a"));

    assertThat(told)
        .containsExactly(
            new Change("seen", 1, 1, "application"),
            new Change("seen", 2, 2, "application"),
            new Change("notes", 1, List.of("a"), "application"));
  }

  @Test
  void listenerMayChangeTheMemoryItself() {
    memory.onChange(change -> {
      if (change.key().equals(SEEN.name())) {
        memory.put(NOTES, List.of("" + change.value()));
      }
    });

    memory.put(SEEN, 4);

    assertThat(memory.get(NOTES)).containsExactly("4");
  }

  @Test
  void failingListenerHarmsNeitherTheWriterNorOtherListeners() throws InterruptedException {
    var told = new ArrayList<Change>();
    var uncaught = new AtomicReference<Throwable>();
    memory.onChange(_ -> {
      throw new IllegalStateException("broken");
    });
    memory.onChange(told::add);

    var writer = Thread.ofVirtual().unstarted(() -> memory.put(SEEN, 1));
    writer.setUncaughtExceptionHandler((_, e) -> uncaught.set(e));
    writer.start();
    writer.join();

    assertThat(memory.get(SEEN)).isEqualTo(1);
    assertThat(told).hasSize(1);
    assertThat(uncaught.get()).hasMessage("broken");
  }

  @Test
  void oneListenerMaySubscribeTwiceAndLeaveOnce() {
    var told = new ArrayList<Change>();
    var first = memory.onChange(told::add);
    memory.onChange(told::add);
    first.close();
    first.close();

    memory.put(SEEN, 1);

    assertThat(told).hasSize(1);
  }
}
