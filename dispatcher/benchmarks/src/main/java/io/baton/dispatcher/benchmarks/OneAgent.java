package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.tracing.Tracer;

/** One producer, one inline agent that does nothing but count. */
final class OneAgent {

  private OneAgent() {}

  static Side bare() {
    var goal = new Goal(1, 1);
    var seen = goal.count(0);
    var ring = new Ring((slot, _, _) -> seen.see(((Ping) slot.event()).n()));
    return new RingSide(
        ring,
        goal,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            ring.publish(new Ping(i));
          }
        });
  }

  static Side baton() {
    return traced(Tracer.none());
  }

  static Side traced(Tracer tracer) {
    var goal = new Goal(1, 1);
    var seen = goal.count(0);
    var router = new Router();
    inline(router, Ping.class, "counting", (ping, _) -> seen.seen(ping.n()));
    var dispatcher = AsyncDispatcher.builder(router).tracer(tracer).start();
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

  private record Ping(int n) implements Event {}
}
