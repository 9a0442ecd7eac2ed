package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import io.baton.agents.RunOutcome;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.Run;
import io.baton.events.Event;

/** One producer, one inline agent; each event dispatched plainly, or in a run of its own. */
final class RunEach {

  private RunEach() {}

  static Side plain() {
    var goal = new Goal(1, 1);
    var dispatcher = start(goal);
    return new BatonSide(
        dispatcher,
        goal,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            dispatcher.dispatch(new Ping(i));
          }
        });
  }

  static Side runs() {
    var goal = new Goal(1, 1);
    var dispatcher = start(goal);
    return new BatonSide(
        dispatcher,
        goal,
        1,
        (from, to) -> {
          var window = new Window<>(RunEach::awaitCompleted);
          for (int i = from; i < to; i++) {
            window.add(dispatcher.run(new Ping(i)));
          }
          window.awaitAll();
        });
  }

  static void awaitCompleted(Run run) throws InterruptedException {
    var report = run.await(BatonSide.PATIENCE);
    if (report.outcome() != RunOutcome.COMPLETED) {
      throw new IllegalStateException("a run did not complete: " + report);
    }
  }

  private static AsyncDispatcher start(Goal goal) {
    var seen = goal.count(0);
    var router = new Router();
    inline(router, Ping.class, "counting", (ping, _) -> seen.seen(ping.n()));
    return AsyncDispatcher.start(router);
  }

  private record Ping(int n) implements Event {}
}
