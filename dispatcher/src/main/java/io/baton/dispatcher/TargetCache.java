package io.baton.dispatcher;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * The targets of each class of event, as the current table has them: found once for a class. Open
 * addressing over the classes' identity hashes. Confined to the dispatcher's thread.
 */
final class TargetCache {

  private static final int INITIAL = 64;

  private final Router router;
  private final Loop loop;
  private RouteTable table = RouteTable.EMPTY;
  private @Nullable Class<?>[] classes;
  private Targets[] targets;

  /** In the order in which they were found. */
  private @Nullable Targets[] numbered;

  /** For each number the one that came after it last. */
  private int[] followers;

  private int size;

  TargetCache(Router router, Loop loop) {
    this.router = router;
    this.loop = loop;
    classes = new @Nullable Class<?>[INITIAL];
    targets = new Targets[INITIAL];
    numbered = new @Nullable Targets[INITIAL];
    followers = new int[INITIAL];
  }

  Targets of(Class<? extends Event> type) {
    RouteTable current = router.table();
    if (current != table) {
      reset(current);
    }
    return known(type);
  }

  /**
   * As {@link #of}, with a guess: what comes from one place is mostly of one class, and to see that
   * a guess is right does not hold up what follows, as looking it up would.
   *
   * @param guess the {@link Targets#number} of what came from there last
   */
  Targets of(Class<? extends Event> type, int guess) {
    Targets guessed = numbered[guess & (numbered.length - 1)];
    if (guessed != null && guessed.type == type && router.table() == table) {
      return guessed;
    }
    return of(type);
  }

  /**
   * As {@link #of}, with a guess: what callers dispatch often comes in one and the same order.
   *
   * @param last the {@link Targets#number} of what came before
   */
  Targets after(int last, Class<? extends Event> type) {
    Targets found = of(type, followers[last & (followers.length - 1)]);
    int place = last & (followers.length - 1); // they may be others now, and fewer
    if (found.number != followers[place]) {
      followers[place] = found.number;
    }
    return found;
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
    var found = new Targets(size, type, table.targets(type), loop);
    numbered[size] = found;
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
    var oldNumbered = numbered;
    var oldFollowers = followers;
    allocate(oldClasses.length * 2);
    System.arraycopy(oldNumbered, 0, numbered, 0, oldNumbered.length);
    System.arraycopy(oldFollowers, 0, followers, 0, oldFollowers.length);
    for (int i = 0; i < oldClasses.length; i++) {
      var known = oldClasses[i];
      if (known != null) {
        insert(known, oldTargets[i]);
      }
    }
  }

  private void reset(RouteTable current) {
    table = current;
    allocate(INITIAL);
  }

  private void allocate(int length) {
    classes = new @Nullable Class<?>[length];
    targets = new Targets[length];
    numbered = new @Nullable Targets[length];
    followers = new int[length];
    size = 0;
  }
}
