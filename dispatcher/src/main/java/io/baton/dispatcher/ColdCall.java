package io.baton.dispatcher;

import io.baton.events.Event;

/** A call as it is at first: it counts, to tell when many events of its class have come. */
final class ColdCall extends InlineCall {

  /** Many enough that the making of classes and their compilation are worth their while. */
  static final int EVENTS_UNTIL_HOT = 20_000;

  private final Targets targets;
  private final InlineCall call;
  private int events;

  ColdCall(Targets targets, InlineCall call) {
    this.targets = targets;
    this.call = call;
  }

  @Override
  void call(InlineCalls calls, Event event) {
    call.call(calls, event);
    count();
  }

  private void count() {
    if (++events == EVENTS_UNTIL_HOT) {
      targets.heat(call);
    }
  }
}
