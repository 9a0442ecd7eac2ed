package io.baton.dispatcher;

import io.baton.events.Event;

/** The calls as they are at first: right for classes of which few events come. */
final class ColdCall extends InlineCall {

  /** Many enough that the making of classes and their compilation are worth their while. */
  private static final int EVENTS_UNTIL_HOT = 20_000;

  private final Targets targets;
  private int events;

  ColdCall(Targets targets) {
    this.targets = targets;
  }

  @Override
  void call(InlineCalls calls, Message message, Event event) {
    for (int i = 0; i < targets.inlineAgents.length; i++) {
      calls.begin(i);
      try {
        var answer = targets.inlineAgents[i].receive(event, targets.inlineContexts[i]);
        calls.settle(targets.inlineContexts[i], targets.routes[i], message, answer);
      } catch (Throwable e) {
        calls.fail(targets.inlineContexts[i], targets.routes[i], message, e);
      }
    }
    if (++events == EVENTS_UNTIL_HOT) {
      targets.heat();
    }
  }
}
