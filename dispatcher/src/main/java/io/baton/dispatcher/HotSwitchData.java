package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * What is constant in a copy of {@link HotSwitch}.
 *
 * @param types up to {@value HotSwitch#WIDTH}
 * @param calls for each type one
 * @param next where all others are looked for
 */
record HotSwitchData(List<Class<? extends Event>> types, List<InlineCall> calls, HotTypes next) {

  /** The class of no event. */
  private static final Class<?> NO_TYPE = Void.class;

  static HotSwitchData empty(HotTypes next) {
    return new HotSwitchData(List.of(), List.of(), next);
  }

  int size() {
    return types.size();
  }

  HotSwitchData with(Class<? extends Event> type, InlineCall call) {
    var moreTypes = new ArrayList<>(types);
    var moreCalls = new ArrayList<>(calls);
    moreTypes.add(type);
    moreCalls.add(call);
    return new HotSwitchData(List.copyOf(moreTypes), List.copyOf(moreCalls), next);
  }

  Class<?> type(int i) {
    return i < size() ? types.get(i) : NO_TYPE;
  }

  /** That of a type; any where there is none, since it will not be used. */
  InlineCall call(int i) {
    return calls.get(Math.min(i, size() - 1));
  }
}
