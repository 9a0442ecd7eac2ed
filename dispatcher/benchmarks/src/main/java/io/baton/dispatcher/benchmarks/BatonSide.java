package io.baton.dispatcher.benchmarks;

import io.baton.agents.Agent;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.time.Duration;

/**
 * A load on a dispatcher with its defaults.
 *
 * @param producers how many threads dispatch
 */
record BatonSide(AsyncDispatcher dispatcher, Goal goal, int producers, Load load) implements Side {

  static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public long run(int units) throws InterruptedException {
    goal.arm(units);
    long nanos = load.run(producers, units, goal);
    awaitDrained(dispatcher);
    goal.check();
    return nanos;
  }

  @Override
  public void close() {
    dispatcher.close();
  }

  static void awaitDrained(AsyncDispatcher dispatcher) throws InterruptedException {
    var report = dispatcher.awaitDrained(PATIENCE);
    if (!report.drained()) {
      throw new IllegalStateException("not drained: " + report);
    }
  }

  /** Adds an agent that runs on the dispatcher's own thread. */
  static <E extends Event> void inline(Router router, Class<E> type, String name, Agent<E> agent) {
    router.on(type, name, agent, options -> options.execution(Execution.INLINE));
  }
}
