package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;

/** Two producers, eight types of event in turn, an inline agent for each. */
final class EightTypes {

  private static final int PRODUCERS = 2;
  private static final int TYPES = 8;

  private EightTypes() {}

  static Side bare() {
    var goal = new Goal(TYPES, 1);
    var ring =
        new Ring((slot, _, _) -> {
          switch ((Kind) slot.event()) {
            case Kind.First event -> goal.count(0).see(event.n());
            case Kind.Second event -> goal.count(1).see(event.n());
            case Kind.Third event -> goal.count(2).see(event.n());
            case Kind.Fourth event -> goal.count(3).see(event.n());
            case Kind.Fifth event -> goal.count(4).see(event.n());
            case Kind.Sixth event -> goal.count(5).see(event.n());
            case Kind.Seventh event -> goal.count(6).see(event.n());
            case Kind.Eighth event -> goal.count(7).see(event.n());
          }
        });
    return new RingSide(
        ring,
        goal,
        PRODUCERS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            ring.publish(Kind.number(i));
          }
        });
  }

  static Side baton() {
    var goal = new Goal(TYPES, 1);
    var router = new Router();
    inline(router, Kind.First.class, "first", (event, _) -> goal.count(0).seen(event.n()));
    inline(router, Kind.Second.class, "second", (event, _) -> goal.count(1).seen(event.n()));
    inline(router, Kind.Third.class, "third", (event, _) -> goal.count(2).seen(event.n()));
    inline(router, Kind.Fourth.class, "fourth", (event, _) -> goal.count(3).seen(event.n()));
    inline(router, Kind.Fifth.class, "fifth", (event, _) -> goal.count(4).seen(event.n()));
    inline(router, Kind.Sixth.class, "sixth", (event, _) -> goal.count(5).seen(event.n()));
    inline(router, Kind.Seventh.class, "seventh", (event, _) -> goal.count(6).seen(event.n()));
    inline(router, Kind.Eighth.class, "eighth", (event, _) -> goal.count(7).seen(event.n()));
    var dispatcher = AsyncDispatcher.start(router);
    return new BatonSide(
        dispatcher,
        goal,
        PRODUCERS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            dispatcher.dispatch(Kind.number(i));
          }
        });
  }

  private sealed interface Kind extends Event {

    static Event number(int i) {
      return switch (i & (TYPES - 1)) {
        case 0 -> new Kind.First(i);
        case 1 -> new Kind.Second(i);
        case 2 -> new Kind.Third(i);
        case 3 -> new Kind.Fourth(i);
        case 4 -> new Kind.Fifth(i);
        case 5 -> new Kind.Sixth(i);
        case 6 -> new Kind.Seventh(i);
        default -> new Kind.Eighth(i);
      };
    }

    record First(int n) implements Kind {}

    record Second(int n) implements Kind {}

    record Third(int n) implements Kind {}

    record Fourth(int n) implements Kind {}

    record Fifth(int n) implements Kind {}

    record Sixth(int n) implements Kind {}

    record Seventh(int n) implements Kind {}

    record Eighth(int n) implements Kind {}
  }
}
