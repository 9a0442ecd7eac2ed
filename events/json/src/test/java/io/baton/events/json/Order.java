package io.baton.events.json;

import io.baton.events.Event;
import io.baton.events.Keyed;
import io.baton.events.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A hierarchy of events that has every kind of component. */
sealed interface Order extends Event {

  enum Priority {
    LOW,
    HIGH {
      @Override
      public String toString() {
        return "very high";
      }
    }
  }

  sealed interface Figure {
    record Circle(double radius) implements Figure {}

    record Box(Figure inner, int width) implements Figure {}
  }

  record Line(String article, int count, Optional<String> note) {}

  record Tree(String name, List<Tree> children) {}

  record Placed(String id, List<Line> lines, Priority priority, Instant at, Duration within)
      implements Order, Keyed {
    @Override
    public String key() {
      return id;
    }
  }

  record Numbers(
      byte b,
      short s,
      int i,
      long l,
      float f,
      double d,
      boolean yes,
      char c,
      Integer boxed,
      BigInteger big,
      BigDecimal exact)
      implements Order {}

  record Texts(UUID uuid, URI uri, LocalDate day, Optional<Instant> end, @Nullable String nick)
      implements Order {}

  record Maps(
      Map<String, Line> lines,
      Map<Priority, Integer> counts,
      Map<Long, List<String>> names,
      Set<String> tags,
      Collection<Optional<Integer>> gaps,
      List<@Nullable String> holes)
      implements Order {}

  record Drawn(Figure figure, Tree tree) implements Order {}

  record Wrapped(Event any, List<? extends Order> orders, Optional<Keyed> keyed) implements Order {}

  record Empty() implements Order {}

  record Payment(@Secret String card, @Secret int code, @Secret Map<String, Integer> limits)
      implements Order {}

  record Pin(@Secret int digits) implements Order {
    public Pin {
      if (digits > 999) {
        throw new IllegalArgumentException("too long: " + digits);
      }
    }
  }

  record Percent(int value) implements Order {
    public Percent {
      if (value > 100) {
        throw new IllegalArgumentException("value must be at most 100, but is " + value);
      }
    }
  }
}
