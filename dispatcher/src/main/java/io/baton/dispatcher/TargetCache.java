package io.baton.dispatcher;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * The targets of each class of event, as the current table has them: found once for a class. Open
 * addressing over the classes' identity hashes. Confined to the dispatcher's thread.
 */
final class TargetCache {

  private static final int INITIAL = 64;

  /** More would cost those that are not hot too many comparisons. */
  static final int MAX_HOT_TYPES = 16;

  private final Router router;
  private final Loop loop;
  private RouteTable table = RouteTable.EMPTY;
  private @Nullable Class<?>[] classes;
  private Targets[] targets;
  private int size;
  private HotTypes hot = HotTypes.NONE;
  private int hotTypes;

  TargetCache(Router router, Loop loop) {
    this.router = router;
    this.loop = loop;
    classes = new @Nullable Class<?>[INITIAL];
    targets = new Targets[INITIAL];
  }

  /** The classes of which many events come. */
  HotTypes hot() {
    refresh();
    return hot;
  }

  /** Many events of a class come, unless its targets are those of an earlier table. */
  void heated(Targets found, InlineCall call) {
    if (hotTypes < MAX_HOT_TYPES && of(found.type) == found) {
      hot = HotCalls.prepend(found, call, hot);
      hotTypes++;
    }
  }

  Targets of(Class<? extends Event> type) {
    refresh();
    return known(type);
  }

  /** As {@link #of}, but by the table that was looked into last. */
  Targets known(Class<? extends Event> type) {
    int mask = classes.length - 1;
    for (int i = type.hashCode() & mask; ; i = (i + 1) & mask) {
      Class<?> known = classes[i];
      if (known == type) {
        return targets[i];
      }
      if (known == null) {
        return resolve(type);
      }
    }
  }

  private Targets resolve(Class<? extends Event> type) {
    if (size * 2 >= classes.length) {
      grow();
    }
    var found = new Targets(type, table.targets(type), loop);
    insert(type, found);
    return found;
  }

  private void insert(Class<?> type, Targets found) {
    int mask = classes.length - 1;
    int i = type.hashCode() & mask;
    while (classes[i] != null) {
      i = (i + 1) & mask;
    }
    classes[i] = type;
    targets[i] = found;
    size++;
  }

  private void grow() {
    var oldClasses = classes;
    var oldTargets = targets;
    allocate(oldClasses.length * 2);
    for (int i = 0; i < oldClasses.length; i++) {
      var known = oldClasses[i];
      if (known != null) {
        insert(known, oldTargets[i]);
      }
    }
  }

  private void refresh() {
    RouteTable current = router.table();
    if (current != table) {
      table = current;
      hot = HotTypes.NONE;
      hotTypes = 0;
      allocate(INITIAL);
    }
  }

  private void allocate(int length) {
    classes = new @Nullable Class<?>[length];
    targets = new Targets[length];
    size = 0;
  }
}
