package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which routes may hold back, or refuse, callers outside that dispatch an event of a class. Found
 * once for a class and a table, since callers look here whenever any mailbox is full. Thread-safe.
 */
final class Doors {

  private final Router router;
  private volatile Known known = new Known(RouteTable.EMPTY);

  Doors(Router router) {
    this.router = router;
  }

  /**
   * A route whose mailbox is full and to which events of a class go, one that rejects them before
   * one that lets callers wait; null if there is none.
   */
  @Nullable RouteEntry shut(Class<? extends Event> type) {
    RouteEntry waiting = null;
    for (var route : current().routes(type)) {
      if (route.isFull()) {
        if (route.spec().flow().overflow() == Overflow.REJECT) {
          return route;
        }
        waiting = route;
      }
    }
    return waiting;
  }

  private Known current() {
    RouteTable table = router.table();
    Known current = known;
    if (current.table != table) {
      current = new Known(table);
      known = current;
    }
    return current;
  }

  private record Known(
      RouteTable table, ConcurrentHashMap<Class<? extends Event>, RouteEntry[]> byType) {

    Known(RouteTable table) {
      this(table, new ConcurrentHashMap<>());
    }

    RouteEntry[] routes(Class<? extends Event> type) {
      RouteEntry[] found = byType.get(type);
      return found == null ? byType.computeIfAbsent(type, this::find) : found;
    }

    private RouteEntry[] find(Class<? extends Event> type) {
      return Arrays.stream(table.targets(type))
          .filter(route -> route.spec().flow().overflow().isAtTheDoor())
          .toArray(RouteEntry[]::new);
    }
  }
}
