package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.baton.agents.WorkingMemory.Change;
import io.baton.agents.WorkingMemory.Listening;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryListenerTest {

  private static final MemoryKey<Integer> SEEN = MemoryKey.of("seen", 0);
  private static final MemoryKey<List<String>> NOTES = MemoryKey.of("notes", List.of());
  private static final Duration LONG = Duration.ofSeconds(30);

  private final WorkingMemory memory = WorkingMemory.create();
  private final ConcurrentLinkedQueue<Change> told = new ConcurrentLinkedQueue<>();

  @Test
  void listenerIsToldOfEachChangeAfterIt() throws Exception {
    var listening =
        memory.onChange(change -> {
          assertThat(memory.read(SEEN).version()).isGreaterThanOrEqualTo(1);
          told.add(change);
        });

    memory.put(SEEN, 1);
    memory.update(SEEN, n -> n + 1);
    memory.compareAndSet(SEEN, 7, 9);
    memory.put(NOTES, List.of("a"));
    memory.remove(SEEN);

    assertThat(listening.awaitTold(LONG)).isTrue();
    assertThat(told)
        .containsExactly(
            new Change("seen", 1, 1, false, "application"),
            new Change("seen", 2, 2, false, "application"),
            new Change("notes", 1, List.of("a"), false, "application"),
            new Change("seen", 3, 0, true, "application"));
  }

  @Test
  void listenerRunsOnAVirtualThreadOfItsOwnOneCallAtATime() throws Exception {
    var threads = new ConcurrentLinkedQueue<Thread>();
    var listening = memory.onChange(_ -> threads.add(Thread.currentThread()));

    memory.put(SEEN, 1);

    assertThat(listening.awaitTold(LONG)).isTrue();
    assertThat(threads)
        .hasSize(1)
        .allMatch(Thread::isVirtual)
        .doesNotContain(Thread.currentThread());
  }

  @Test
  void listenerThatBlocksHoldsNeitherWritersNorOthersBack() throws Exception {
    var goOn = new CountDownLatch(1);
    var slow =
        memory.onChange(change -> {
          WorkingMemoryTest.awaitOpen(goOn);
          told.add(change);
        });
    var quick = new ConcurrentLinkedQueue<Change>();
    var other = memory.onChange(quick::add);

    memory.put(SEEN, 1);
    memory.put(SEEN, 2);

    assertThat(other.awaitTold(LONG)).isTrue();
    assertThat(quick).hasSize(2);
    assertThat(slow.awaitTold(Duration.ofMillis(5))).isFalse();
    assertThat(slow.awaitTold(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
    assertThat(told).isEmpty();
    goOn.countDown();
    assertThat(slow.awaitTold(LONG)).isTrue();
    assertThat(told).extracting(Change::version).containsExactly(1L, 2L);
  }

  @Test
  void listenerMayChangeTheMemoryItself() throws Exception {
    var listening =
        memory.onChange(change -> {
          if (change.key().equals(SEEN.name())) {
            memory.put(NOTES, List.of("" + change.value()));
          }
        });

    memory.put(SEEN, 4);

    assertThat(listening.awaitTold(LONG)).isTrue();
    assertThat(memory.get(NOTES)).containsExactly("4");
  }

  @Test
  void failingListenerHarmsNobodyAndIsLoggedOnce() throws Exception {
    try (var log = new CapturedLog(WorkingMemory.class, Level.INFO)) {
      var failing =
          memory.onChange(change -> {
            told.add(change);
            throw new AssertionError("broken");
          });
      var other = memory.onChange(told::add);

      memory.put(SEEN, 1);
      memory.put(SEEN, 2);

      assertThat(failing.awaitTold(LONG) && other.awaitTold(LONG)).isTrue();
      assertThat(told).hasSize(4);
      assertThat(log.lines())
          .containsExactly(
              "memory listener failed, further failures are not logged: key=seen version=1");
      assertThat(log.levels()).containsExactly(Level.ERROR);
    }
  }

  @Test
  void exceptionThatCannotBeLoggedHarmsNobody() throws Exception {
    try (var log = new CapturedLog(WorkingMemory.class, Level.INFO)) {
      var failing =
          memory.onChange(change -> {
            told.add(change);
            throw new Unspeakable();
          });

      memory.put(SEEN, 1);
      assertThat(failing.awaitTold(LONG)).isTrue();
      memory.put(SEEN, 2);

      assertThat(failing.awaitTold(LONG)).isTrue();
      assertThat(told).hasSize(2);
      assertThat(log.lines()).hasSize(1);
    }
  }

  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  @Test
  void oneListenerMaySubscribeTwiceAndLeaveOnce() throws Exception {
    var first = memory.onChange(told::add);
    var second = memory.onChange(told::add);
    first.close();
    first.close();

    memory.put(SEEN, 1);

    assertThat(second.awaitTold(LONG)).isTrue();
    assertThat(told).hasSize(1);
  }

  @Test
  void closingDropsWhatWaitsAndFreesWhoeverWaits() throws Exception {
    var entered = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var listening =
        memory.onChange(change -> {
          told.add(change);
          entered.countDown();
          WorkingMemoryTest.awaitOpen(goOn);
        });
    memory.put(SEEN, 1);
    memory.put(SEEN, 2);
    WorkingMemoryTest.awaitOpen(entered);
    var waiter = new CompletableFuture<Boolean>();
    Thread waiting = Thread.ofPlatform().start(() -> waiter.complete(isTold(listening)));
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    listening.close();

    assertThat(waiter.get(30, TimeUnit.SECONDS)).isTrue();
    goOn.countDown();
    memory.put(SEEN, 3);
    var last = memory.onChange(_ -> {});
    memory.put(SEEN, 4);
    assertThat(last.awaitTold(LONG)).isTrue();
    assertThat(told).extracting(Change::version).containsExactly(1L);
  }

  @Test
  void listenerMayCloseItself() throws Exception {
    var itself = new CompletableFuture<Listening>();
    var listening =
        memory.onChange(change -> {
          told.add(change);
          itself.join().close();
        });
    itself.complete(listening);

    memory.put(SEEN, 1);
    assertThat(listening.awaitTold(LONG)).isTrue();
    memory.put(SEEN, 2);

    assertThat(listening.awaitTold(LONG)).isTrue();
    assertThat(told).extracting(Change::version).containsExactly(1L);
  }

  @Test
  void listenerMustNotWaitForItself() throws Exception {
    var itself = new CompletableFuture<Listening>();
    var refused = new CompletableFuture<Throwable>();
    var listening =
        memory.onChange(_ -> {
          try {
            itself.join().awaitTold(LONG);
          } catch (IllegalStateException | InterruptedException e) {
            refused.complete(e);
          }
        });
    itself.complete(listening);

    memory.put(SEEN, 1);

    assertThat(refused.get(30, TimeUnit.SECONDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a listener must not wait until it has been told");
  }

  @Test
  void slowListenerLosesTheOldestChangesAndTheyAreCounted() throws Exception {
    var entered = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var listening =
        memory.onChange(change -> {
          entered.countDown();
          WorkingMemoryTest.awaitOpen(goOn);
          told.add(change);
        });
    memory.put(SEEN, 0);
    WorkingMemoryTest.awaitOpen(entered);

    IntStream.rangeClosed(1, MemoryListener.MOST_WAITING + 3).forEach(n -> memory.put(SEEN, n));

    assertThat(listening.lost()).isEqualTo(3);
    goOn.countDown();
    assertThat(listening.awaitTold(LONG)).isTrue();
    assertThat(told).hasSize(MemoryListener.MOST_WAITING + 1);
    assertThat(told.stream().map(Change::version).limit(2)).containsExactly(1L, 5L);
  }

  @Test
  void listenerOfADetachedContextIsToldToo() throws Exception {
    var context = DetachedContext.of(new Meal.Food("soup"));
    var listening = context.memory().onChange(told::add);

    context.memory().put(SEEN, 1);

    assertThat(listening.awaitTold(LONG)).isTrue();
    assertThat(told).extracting(Change::key).containsExactly("seen");
  }

  @Test
  void observerIsToldOnTheWritersThreadWhileItIsInterested() {
    var heard = new ConcurrentLinkedQueue<List<Change>>();
    var isInterested = new boolean[] {false};
    var subscription =
        memory.observe(
            new MemoryObserver() {
              @Override
              public boolean isInterested() {
                return isInterested[0];
              }

              @Override
              public void changed(List<Change> changes, @Nullable Object cause) {
                heard.add(changes);
              }
            });

    memory.put(SEEN, 1);
    isInterested[0] = true;
    memory.put(SEEN, 2);
    subscription.close();
    memory.put(SEEN, 3);

    assertThat(heard).containsExactly(List.of(new Change("seen", 2, 2, false, "application")));
  }

  @Test
  void failingObserverIsLoggedAndTheChangeStays() {
    try (var log = new CapturedLog(WorkingMemory.class, Level.INFO)) {
      memory.observe((_, _) -> {
        throw new IllegalStateException("on purpose");
      });

      memory.put(SEEN, 1);

      assertThat(memory.snapshot()).isEqualTo(Map.of("seen", 1));
      assertThat(log.lines()).containsExactly("memory observer failed: changes=1");
    }
  }

  @Test
  void waitingIsEndedByAnInterrupt() {
    var goOn = new CountDownLatch(1);
    var listening = memory.onChange(_ -> WorkingMemoryTest.awaitOpen(goOn));
    memory.put(SEEN, 1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> listening.awaitTold(LONG)).isInstanceOf(InterruptedException.class);
    goOn.countDown();
  }

  private static boolean isTold(Listening listening) {
    try {
      return listening.awaitTold(LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
