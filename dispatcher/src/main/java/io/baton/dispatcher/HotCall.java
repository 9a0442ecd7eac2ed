package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.events.Event;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The call of one agent, followed by the calls of those after it, for a class of which many events
 * come. It is never used itself: each agent gets a copy of this class, a hidden one, in which that
 * agent is a constant. So the compiler can put the agents' code in here, as if somebody had written
 * the calls by hand; a loop over the agents would be a jump to an unknown place for each of them.
 */
final class HotCall extends InlineCall {

  private static final HotCallData DATA = HotCalls.data(MethodHandles.lookup(), HotCallData.class);
  private static final int INDEX = DATA.index();
  private static final RouteEntry ROUTE = DATA.route();
  private static final Agent<Event> AGENT = DATA.agent();
  private static final InlineContext CONTEXT = DATA.context();
  private static final @Nullable InlineCall NEXT = DATA.next();

  @Override
  void call(InlineCalls calls, Event event) {
    calls.begin(INDEX);
    try {
      List<? extends Event> answer = AGENT.receive(event, CONTEXT);
      if (InlineCalls.isOne(answer)) {
        calls.settleOne(CONTEXT, ROUTE, answer.get(0));
      } else {
        calls.settle(CONTEXT, ROUTE, answer);
      }
    } catch (Throwable e) {
      calls.fail(CONTEXT, ROUTE, e);
    }
    if (NEXT == null) {
      calls.end(INDEX + 1);
    } else {
      NEXT.call(calls, event);
    }
  }
}
