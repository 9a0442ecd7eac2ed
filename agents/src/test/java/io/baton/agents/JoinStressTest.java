package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Plan;
import io.baton.agents.Meal.Wine;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JoinStressTest {

  private static final int ROUNDS = 200_000;
  private static final JoinObserver NOBODY =
      new JoinObserver() {
        @Override
        public void joinOpened(Arrival first) {}

        @Override
        public void partDropped(Arrival part, Fate fate) {}
      };

  private final ConcurrentLinkedQueue<JoinClosing> closings = new ConcurrentLinkedQueue<>();

  @Test
  void partsDeliveredByTwoThreadsAtTheSameInstantAreNeitherLostNorDoubled() throws Exception {
    var store = Join.of(Food.class, Film.class).into((_, _) -> new Plan("")).store();

    atOnce(adding(store, i -> new Food("" + i)), adding(store, i -> new Film("" + i)));

    assertThat(closings).hasSize(ROUNDS);
    assertThat(closings)
        .allMatch(closing ->
            closing.parts().get(Food.class).dish().equals(closing.parts().get(Film.class).title())
                && closing.causes().size() == 2);
    assertThat(closings.stream().mapToLong(JoinClosing::correlationLow).distinct()).hasSize(ROUNDS);
    assertThat(store.open()).isZero();
  }

  @Test
  void samePartsDeliveredByTwoThreadsAreJoinedOnce() throws Exception {
    var store = Join.of(Food.class, Film.class).into((_, _) -> new Plan("")).store();
    var parts = new ArrayList<TestPart>();
    for (int i = 0; i < ROUNDS / 2; i++) {
      parts.add(TestPart.of(i, new Food("")));
      parts.add(TestPart.of(i, new Film("")));
    }

    var together = new CyclicBarrier(2);
    Task task =
        () -> {
          for (int i = 0; i < parts.size(); i++) {
            if (i % 1_000 == 0) {
              together.await(); // a part that comes too late is no longer known to be a repeat
            }
            keep(store.add(parts.get(i), 0, NOBODY));
          }
        };
    atOnce(task, task);

    assertThat(closings).hasSize(ROUNDS / 2);
    assertThat(store.open()).isZero();
  }

  @Test
  void joinClosesOnceWhetherItsLastPartOrItsTimeIsFirst() throws Exception {
    var store =
        Join.of(Food.class, Film.class, Wine.class)
            .within(Duration.ofNanos(10))
            .into((_, _, _) -> new Plan(""))
            .store();
    var late = new Seen();
    var ended = new AtomicBoolean();

    atOnce(
        () -> {
          for (long i = 0; i < ROUNDS; i++) {
            store.add(TestPart.of(i, new Food("")), 0, NOBODY);
            store.add(TestPart.of(i, new Film("")), 0, late);
            keep(store.add(TestPart.of(i, new Wine("")), 0, late));
          }
          ended.set(true);
        },
        () -> {
          while (!ended.get()) {
            keep(store.expire(10));
          }
        });

    int joined = closings.stream().mapToInt(closing -> closing.causes().size()).sum();
    assertThat(closings.stream().mapToLong(JoinClosing::correlationLow).distinct()).hasSize(ROUNDS);
    assertThat(closings)
        .hasSize(ROUNDS)
        .anyMatch(closing -> closing.parts().closed() == Closed.TIMED_OUT)
        .anyMatch(closing -> closing.parts().closed() == Closed.COMPLETE);
    assertThat(joined + late.dropped.size()).isEqualTo(3 * ROUNDS);
    assertThat(store.open()).isZero();
  }

  @Test
  void waiterIsWokenWhetherItOrTheLastPartIsFirst() throws Exception {
    var agent = Join.of(Food.class, Film.class).into((_, _) -> new Plan(""));
    var together = new CyclicBarrier(2);
    var woken = new ArrayList<Parts>();
    int rounds = 5_000;

    atOnce(
        () -> {
          for (long i = 0; i < rounds; i++) {
            agent.store().add(TestPart.of(i, new Food("")), 0, NOBODY);
            together.await();
            agent.store().add(TestPart.of(i, new Film("")), 0, NOBODY);
          }
        },
        () -> {
          for (long i = 0; i < rounds; i++) {
            together.await();
            woken.add(agent.awaitJoined(TestPart.correlation(i), Duration.ofSeconds(20)));
          }
        });

    assertThat(woken).hasSize(rounds).allMatch(parts -> parts.closed() == Closed.COMPLETE);
  }

  @Test
  void waiterIsWokenByTheThreadThatOwnsTheJoinOrByItsEnd() throws Exception {
    var rounds = 2_000;
    var together = new CyclicBarrier(2);
    var agents = new ArrayList<AggregatorAgent>();
    for (int i = 0; i < rounds; i++) {
      agents.add(Join.of(Food.class, Film.class).into((_, _) -> new Plan("")));
    }
    var woken = new ArrayList<Parts>();

    atOnce(
        () -> {
          for (var agent : agents) {
            var bells = new Semaphore(0);
            together.await();
            agent.store().attach(bells::release, (_, _) -> List.of(), TestPart::newId);
            agent.store().add(TestPart.of(1, new Food("")), 0, NOBODY);
            while (bells.tryAcquire()) {
              agent.store().serve();
            }
            agent.store().detach();
          }
        },
        () -> {
          for (var agent : agents) {
            together.await();
            woken.add(agent.awaitJoined(TestPart.correlation(1), Duration.ofSeconds(20)));
          }
        });

    assertThat(woken).hasSize(rounds).allMatch(parts -> parts.closed() == Closed.OPEN);
    assertThat(woken).anyMatch(parts -> parts.events().size() == 1);
  }

  @Test
  void noOtherThreadMayAddPartsToAJoinThatBelongsToOne() throws Exception {
    var store = Join.of(Food.class, Film.class).into((_, _) -> new Plan("")).store();
    store.attach(() -> {}, (_, _) -> List.of(), TestPart::newId);
    var other = new FutureTask<>(() -> store.add(TestPart.of(1, new Food("")), 0, NOBODY));

    Thread.ofVirtual().start(other);

    assertThatThrownBy(other::get)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this join is worked on by " + Thread.currentThread() + " only");
  }

  private void keep(@Nullable JoinClosing closing) {
    if (closing != null) {
      closings.add(closing);
    }
  }

  private Task adding(JoinStore store, LongFunction<Event> event) {
    return () -> {
      for (long i = 0; i < ROUNDS; i++) {
        keep(store.add(TestPart.of(i, event.apply(i)), 0, NOBODY));
      }
    };
  }

  private static void atOnce(Task... tasks) throws Exception {
    var start = new CyclicBarrier(tasks.length);
    try (var executor = Executors.newFixedThreadPool(tasks.length)) {
      var running = new ArrayList<Future<?>>();
      for (var task : List.of(tasks)) {
        running.add(
            executor.submit(() -> {
              start.await();
              task.run();
              return null;
            }));
      }
      for (var each : running) {
        each.get();
      }
    }
  }

  @FunctionalInterface
  private interface Task {
    void run() throws Exception;
  }
}
