package io.baton.samples.memory;

import io.baton.agents.Agent;
import io.baton.agents.MemoryKey;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/**
 * Two agents that get every event, and both add one to what all of them share: once to a map, and
 * once to working memory.
 */
public final class LostUpdate {

  /** How many agents get every event. */
  public static final int AGENTS = 2;

  private static final MemoryKey<Integer> COUNTED = MemoryKey.of("counted", 0);
  private static final Duration WORK = Duration.ofMillis(1);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** What each run is about. */
  record Visit() implements Event {}

  private LostUpdate() {}

  /**
   * The usual way: read, work, write. The map itself is thread-safe; what happens in between is
   * not.
   *
   * @param runs how many runs are started at once
   * @return what the agents have counted together
   * @throws InterruptedException if the caller is interrupted
   */
  public static int onAMap(int runs) throws InterruptedException {
    Map<String, Integer> shared = new ConcurrentHashMap<>();
    Agent<Visit> agent =
        (_, _) -> {
          int counted = shared.getOrDefault("counted", 0);
          work();
          shared.put("counted", counted + 1);
          return List.of();
        };
    return count(runs, agent, _ -> shared.getOrDefault("counted", 0));
  }

  /**
   * The same in working memory: the function is applied when the delivery has ended well, to what
   * is there then.
   *
   * @param runs how many runs are started at once
   * @return what the agents have counted together
   * @throws InterruptedException if the caller is interrupted
   */
  public static int inMemory(int runs) throws InterruptedException {
    Agent<Visit> agent =
        (_, context) -> {
          context.memory().update(COUNTED, counted -> counted + 1);
          work();
          return List.of();
        };
    return count(runs, agent, dispatcher -> dispatcher.memory().get(COUNTED));
  }

  private static int count(int runs, Agent<Visit> agent, ToIntFunction<AsyncDispatcher> counted)
      throws InterruptedException {
    var router = new Router();
    for (int i = 1; i <= AGENTS; i++) {
      router.on(Visit.class, "counter " + i, agent);
    }
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < runs; i++) {
        dispatcher.run(new Visit());
      }
      DrainReport report = dispatcher.awaitDrained(LIMIT);
      if (!report.drained() || report.handled() != (long) AGENTS * runs) {
        throw new IllegalStateException("the runs have not ended as they should: " + report);
      }
      return counted.applyAsInt(dispatcher);
    }
  }

  /** Stands for what agents wait for: a model, a service, a file. */
  private static void work() {
    LockSupport.parkNanos(WORK.toNanos());
  }
}
