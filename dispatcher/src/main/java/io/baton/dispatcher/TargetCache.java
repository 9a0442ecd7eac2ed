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

  private final Router router;
  private final Loop loop;
  private final Map<Class<? extends Event>, Targets> targets = new HashMap<>();
  private RouteTable table = RouteTable.EMPTY;
  private HotTypes hot = HotTypes.NONE;

  /** The last of the classes that are hot, as many as are compared side by side. */
  private HotSwitchData newest = HotSwitchData.empty(HotTypes.NONE);

  private int hotTypes;

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
      newest = newest.size() == HotSwitch.WIDTH ? HotSwitchData.empty(hot) : newest;
      newest = newest.with(found.type, call);
      hot = HotCalls.compare(newest);
      hotTypes++;
    }
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
    }
  }
}
