package io.baton.agents;

import io.baton.events.Event;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all kinds of join have in common. A limit of null is none. */
record JoinSettings(
    @Nullable Duration limit,
    @Nullable PartsAnswer orPartial,
    WhenFailed onFailure,
    WhenLate onLate,
    int maxOpen,
    boolean waitsForOutside,
    @Nullable Function<? super Event, ?> by) {

  static final JoinSettings DEFAULT =
      new JoinSettings(
          null, null, WhenFailed.CONTINUE, WhenLate.DROP, Join.DEFAULT_MAX_OPEN, false, null);

  JoinSettings {
    if (limit != null && !limit.isPositive()) {
      throw new IllegalArgumentException(
          "the time limit of a join must be positive, but is " + limit);
    }
    if (maxOpen < 1) {
      throw new IllegalArgumentException("maxOpen must be at least 1, but is " + maxOpen);
    }
  }

  JoinSettings within(Duration newLimit) {
    return new JoinSettings(newLimit, orPartial, onFailure, onLate, maxOpen, waitsForOutside, by);
  }

  JoinSettings orPartial(PartsAnswer answer) {
    return new JoinSettings(limit, answer, onFailure, onLate, maxOpen, waitsForOutside, by);
  }

  JoinSettings onFailure(WhenFailed policy) {
    return new JoinSettings(limit, orPartial, policy, onLate, maxOpen, waitsForOutside, by);
  }

  JoinSettings onLate(WhenLate fate) {
    return new JoinSettings(limit, orPartial, onFailure, fate, maxOpen, waitsForOutside, by);
  }

  JoinSettings maxOpen(int most) {
    return new JoinSettings(limit, orPartial, onFailure, onLate, most, waitsForOutside, by);
  }

  JoinSettings waitForOutside() {
    return new JoinSettings(limit, orPartial, onFailure, onLate, maxOpen, true, by);
  }

  JoinSettings by(Function<? super Event, ?> key) {
    return new JoinSettings(limit, orPartial, onFailure, onLate, maxOpen, waitsForOutside, key);
  }
}
