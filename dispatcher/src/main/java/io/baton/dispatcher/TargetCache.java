package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.HashMap;
import java.util.Map;

/**
 * The targets of each class of event, as the current table has them: found once for a class.
 * Confined to the dispatcher's thread.
 */
final class TargetCache {

  /** More would cost those that are not hot too many comparisons. */
  static final int MAX_HOT_TYPES = 16;

  /**
   * How long classes that become hot are gathered: those that do so together are compared in one
   * copy of the code, and who calls it calls nothing else, so that compilers can put it in there.
   */
  private static final int BATCHES_TO_GATHER = 64;

  private final Router router;
  private final Loop loop;
  private final Map<Class<? extends Event>, Targets> targets = new HashMap<>();
  private RouteTable table = RouteTable.EMPTY;
  private HotTypes hot = HotTypes.NONE;

  /** The last of the classes that are hot, as many as are compared side by side. */
  private HotSwitchData newest = HotSwitchData.empty(HotTypes.NONE);

  private int hotTypes;

  /** After so many batches the classes that have become hot are compared; 0 if there are none. */
  private int batchesUntilCompared;

  TargetCache(Router router, Loop loop) {
    this.router = router;
    this.loop = loop;
  }

  /** The classes of which many events come. */
  HotTypes hot() {
    refresh();
    return hot;
  }

  /** Many events of the class come that is being routed. The next look at the table may undo it. */
  void heated(Targets found, InlineCall call) {
    if (hotTypes < MAX_HOT_TYPES) {
      if (newest.size() == HotSwitch.WIDTH) {
        if (batchesUntilCompared > 0) {
          compare();
        }
        newest = HotSwitchData.empty(hot);
      }
      newest = newest.with(found.type, call);
      hotTypes++;
      if (batchesUntilCompared == 0) {
        batchesUntilCompared = BATCHES_TO_GATHER;
      }
    }
  }

  /** Called once a batch. */
  void nextBatch() {
    if (batchesUntilCompared > 0 && --batchesUntilCompared == 0) {
      compare();
    }
  }

  private void compare() {
    hot = HotCalls.compare(newest);
    batchesUntilCompared = 0;
  }

  Targets of(Class<? extends Event> type) {
    refresh();
    return known(type);
  }

  /** As {@link #of}, but by the table that was looked into last. */
  Targets known(Class<? extends Event> type) {
    Targets found = targets.get(type);
    if (found == null) {
      found = new Targets(type, table.targets(type), loop);
      targets.put(type, found);
    }
    return found;
  }

  private void refresh() {
    RouteTable current = router.table();
    if (current != table) {
      table = current;
      targets.clear();
      hot = HotTypes.NONE;
      newest = HotSwitchData.empty(hot);
      hotTypes = 0;
      batchesUntilCompared = 0;
    }
  }
}
