package io.baton.samples.docs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.MemoryKey;
import io.baton.agents.TimeSource;
import io.baton.agents.Versioned;
import io.baton.agents.VirtualTime;
import io.baton.agents.WorkingMemory;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.MemoryChanged;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What the page on agents shows and claims about working memory. */
class MemoryDocsTest {

  // docs: keys
  static final MemoryKey<Integer> SERVED = MemoryKey.of("served", 0);
  static final MemoryKey<Map<String, String>> TASTES = MemoryKey.of("tastes", Map.of());

  // end

  @Test
  void changesOfADeliveryAreAppliedWhenItEndsWell() throws Exception {
    var router = new Router();
    // docs: memory
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.memory().update(SERVED, n -> n + 1);
          context.memory().merge(TASTES, Map.of(ask.mood(), "soup"));
          if (ask.mood().equals("angry")) {
            throw new IllegalStateException("no soup for you"); // nothing of this is remembered
          }
          return List.of();
        });
    // end

    try (var dispatcher = AsyncDispatcher.start(router)) {
      List.of("rainy", "angry", "sunny").forEach(mood -> dispatcher.dispatch(new Ask(mood)));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isEqualTo(1);

      assertThat(dispatcher.memory().get(SERVED)).isEqualTo(2);
      assertThat(dispatcher.memory().get(TASTES)).containsOnlyKeys("rainy", "sunny");
      assertThat(dispatcher.memory().snapshot()).containsOnlyKeys("served", "tastes");
    }
  }

  @Test
  void changesFromOutsideActAtOnce() throws Exception {
    Queue<String> told = new ConcurrentLinkedQueue<>();

    // docs: outside
    WorkingMemory memory = WorkingMemory.create(); // or dispatcher.memory(), or run.memory()
    try (var listening = memory.onChange(change -> told.add(change.key() + "=" + change.value()))) {
      memory.put(SERVED, 1);
      Versioned<Integer> now = memory.read(SERVED);
      boolean isWritten = memory.compareAndSet(SERVED, now.version(), now.value() + 1);
      listening.awaitTold(ofSeconds(5));
      // end
      assertThat(isWritten).isTrue();
      assertThat(memory.compareAndSet(SERVED, now.version(), 9)).isFalse();
      // docs: outside
    }
    // end

    assertThat(told).containsExactly("served=1", "served=2");
    assertThat(memory.read(SERVED)).isEqualTo(new Versioned<>(2, 2));
  }

  @Test
  void routesAreToldOfChanges() throws Exception {
    Queue<String> log = new ConcurrentLinkedQueue<>();
    var router = new Router();
    // docs: changed
    router.listen(MemoryChanged.class, "monitor", changed -> log.add(changed.key()));
    // end

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.memory().put(SERVED, 1);
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();
    }

    assertThat(log).containsExactly("served");
  }

  @Test
  void historyIsKeptWhereItWasAskedFor() {
    TimeSource clock = VirtualTime.startingAt(Instant.EPOCH);
    var router = new Router();
    // docs: history
    var dispatcher = AsyncDispatcher.builder(router).memoryHistory(10).start();
    WorkingMemory own = WorkingMemory.create(o -> o.history(10).time(clock));
    // end
    own.put(SERVED, 1);
    // docs: history
    var last = own.history(SERVED); // a list of value, version, removed, writer, time
    // end
    dispatcher.memory().put(SERVED, 5);
    dispatcher.close();

    assertThat(last)
        .containsExactly(new WorkingMemory.Revision<>(1, 1, false, "application", Instant.EPOCH));
    assertThat(dispatcher.memory().history(SERVED)).hasSize(1);
  }

  @Test
  void snapshotOfBothMemoriesIsOfOneInstant() throws Exception {
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (_, context) -> {
          context.memory().update(SERVED, n -> n + 1);
          context.runMemory().update(SERVED, n -> n + 1);
          return List.of();
        });

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask("rainy"));
      run.await(ofMinutes(1));
      // docs: both
      var both = WorkingMemory.snapshots(dispatcher.memory(), run.memory());
      // end
      assertThat(both).containsExactly(Map.of("served", 1), Map.of("served", 1));
    }
  }

  @Test
  void memoryOfARunIsItsOwn() throws Exception {
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (ask, context) ->
            List.of(new Food(ask.mood() + context.runMemory().update(SERVED, n -> n + 1))));

    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 2; i++) {
        var food = dispatcher.ask(new Ask("soup "), Food.class).get(ofSeconds(10));
        assertThat(food).isEqualTo(new Food("soup 1"));
      }
      dispatcher.dispatch(new Ask("plain"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isEqualTo(1);
    }
  }
}
