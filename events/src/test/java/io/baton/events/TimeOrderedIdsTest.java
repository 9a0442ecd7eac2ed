package io.baton.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

  private static final long MILLIS = 1_772_360_130_123L;
  private static final int THREADS = 4;
  private static final int IDS_PER_THREAD = 50_000;

  private final IdSource ids = IdSource.timeOrdered();
  private final EventId parent = ids.root(MILLIS);

  @Test
  void idsAreUuidsOfVersion7() {
    for (EventId id : List.of(parent, ids.followUp(parent, 7, 0, 0), ids.root(0))) {
      UUID uuid = UUID.fromString(id.toString());

      assertThat(uuid.version()).isEqualTo(7);
      assertThat(uuid.variant()).isEqualTo(2);
    }
  }

  @Test
  void followUpsKeepVersionAndVariantWhateverTheHash() {
    for (int i = 0; i < 10_000; i++) {
      UUID uuid = UUID.fromString(ids.followUp(parent, i, i, i).toString());

      assertThat(uuid.version()).isEqualTo(7);
      assertThat(uuid.variant()).isEqualTo(2);
    }
  }

  @Test
  void idBearsItsTime() {
    assertThat(parent.high() >>> 16).isEqualTo(MILLIS);
    assertThat(ids.followUp(parent, 7, 0, 0).high() >>> 16).isEqualTo(MILLIS);
  }

  @Test
  void laterMillisecondGivesTheGreaterId() {
    EventId previous = ids.root(MILLIS);
    for (int i = 1; i < 1_000; i++) {
      EventId next = ids.root(MILLIS + i);
      assertThat(next).isGreaterThan(previous);
      assertThat(next).isGreaterThan(ids.followUp(previous, i, 0, i));
      previous = next;
    }
  }

  @Test
  void manyThreadsGetDistinctIdsInOneMillisecond() throws Exception {
    var barrier = new CyclicBarrier(THREADS);
    Callable<List<EventId>> task =
        () -> {
          barrier.await();
          return Stream.generate(() -> ids.root(MILLIS)).limit(IDS_PER_THREAD).toList();
        };
    Set<EventId> all = new HashSet<>();

    try (var executor = Executors.newFixedThreadPool(THREADS)) {
      List<Future<List<EventId>>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        results.add(executor.submit(task));
      }
      for (var result : results) {
        all.addAll(result.get());
      }
    }

    assertThat(all).hasSize(THREADS * IDS_PER_THREAD);
  }

  @Test
  void sourcesDoNotShareTheirIds() {
    Set<EventId> all = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      var source = IdSource.timeOrdered();
      for (int j = 0; j < 100; j++) {
        all.add(source.root(MILLIS));
      }
    }

    assertThat(all).hasSize(20_000);
  }

  @Test
  void followUpDependsOnWhatIsGivenAlone() {
    EventId here = ids.followUp(parent, 42, 1, 3);

    assertThat(ids.followUp(parent, 42, 1, 3)).isEqualTo(here);
    assertThat(IdSource.timeOrdered().followUp(parent, 42, 1, 3)).isEqualTo(here);
  }

  @Test
  void everyPlaceHasItsOwnFollowUp() {
    Set<EventId> all = new HashSet<>();
    for (long route = -20; route < 20; route++) {
      for (int lane = 0; lane < 10; lane++) {
        for (int position = 0; position < 100; position++) {
          all.add(ids.followUp(parent, route, lane, position));
        }
      }
    }

    assertThat(all).hasSize(40 * 10 * 100).doesNotContain(parent);
  }

  @Test
  void neighbouringParentsHaveDistinctFollowUps() {
    Set<EventId> all = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      EventId root = ids.root(MILLIS);
      for (long route = 0; route < 10; route++) {
        for (int position = 0; position < 10; position++) {
          all.add(ids.followUp(root, route, 0, position));
        }
      }
    }

    assertThat(all).hasSize(100_000);
  }

  @Test
  void longChainDoesNotComeBack() {
    Set<EventId> all = new HashSet<>();
    EventId id = parent;
    for (int i = 0; i < 100_000; i++) {
      all.add(id);
      id = ids.followUp(id, 42, 0, 0);
    }

    assertThat(all).hasSize(100_000);
  }
}
