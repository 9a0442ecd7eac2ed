package io.baton.dispatcher;

import io.baton.events.Event;

/** Calls one inline agent after the other: right for classes of which few events come. */
final class EachCall extends InlineCall {

  private final Targets targets;

  EachCall(Targets targets) {
    this.targets = targets;
  }

  @Override
  void call(InlineCalls calls, Event event) {
    for (int i = 0; i < targets.inlineAgents.length; i++) {
      calls.begin(i);
      try {
        var answer = targets.inlineAgents[i].receive(event, targets.inlineContexts[i]);
        calls.settle(targets.inlineContexts[i], targets.routes[i], answer);
      } catch (Throwable e) {
        calls.fail(targets.inlineContexts[i], targets.routes[i], e);
      }
    }
    calls.end(targets.inlineAgents.length);
  }
}
