package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;

/** One producer, one event to eight inline agents; a unit is a delivery. */
final class EightAgents {

  private static final int AGENTS = 8;

  private EightAgents() {}

  static Side bare() {
    var goal = new Goal(AGENTS, AGENTS);
    var ring =
        new Ring((slot, _, _) -> {
          var ping = (Ping) slot.event();
          goal.count(0).see(ping.n());
          goal.count(1).see(ping.n());
          goal.count(2).see(ping.n());
          goal.count(3).see(ping.n());
          goal.count(4).see(ping.n());
          goal.count(5).see(ping.n());
          goal.count(6).see(ping.n());
          goal.count(7).see(ping.n());
        });
    return new RingSide(
        ring,
        goal,
        1,
        (from, to) -> {
          for (int i = from; i < to; i += AGENTS) {
            ring.publish(new Ping(i / AGENTS));
          }
        });
  }

  static Side baton() {
    var goal = new Goal(AGENTS, AGENTS);
    var router = new Router();
    inline(router, Ping.class, "first", (ping, _) -> goal.count(0).seen(ping.n()));
    inline(router, Ping.class, "second", (ping, _) -> goal.count(1).seen(ping.n()));
    inline(router, Ping.class, "third", (ping, _) -> goal.count(2).seen(ping.n()));
    inline(router, Ping.class, "fourth", (ping, _) -> goal.count(3).seen(ping.n()));
    inline(router, Ping.class, "fifth", (ping, _) -> goal.count(4).seen(ping.n()));
    inline(router, Ping.class, "sixth", (ping, _) -> goal.count(5).seen(ping.n()));
    inline(router, Ping.class, "seventh", (ping, _) -> goal.count(6).seen(ping.n()));
    inline(router, Ping.class, "eighth", (ping, _) -> goal.count(7).seen(ping.n()));
    var dispatcher = AsyncDispatcher.start(router);
    return new BatonSide(
        dispatcher,
        goal,
        1,
        (from, to) -> {
          for (int i = from; i < to; i += AGENTS) {
            dispatcher.dispatch(new Ping(i / AGENTS));
          }
        });
  }

  private record Ping(int n) implements Event {}
}
