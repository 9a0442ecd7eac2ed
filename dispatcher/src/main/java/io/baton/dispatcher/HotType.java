package io.baton.dispatcher;

import io.baton.events.Event;
import java.lang.invoke.MethodHandles;

/**
 * One class of which many events come, followed by those that became hot before it. It is copied as
 * {@link HotCall} is, so that the comparisons and the agents' code become one piece of code, as a
 * {@code switch} over the classes would be: to find the agents in a table is to jump to an address
 * that was just read, which processors foresee badly, while they foresee comparisons well.
 */
final class HotType extends HotTypes {

  private static final HotTypeData DATA = HotCalls.data(MethodHandles.lookup(), HotTypeData.class);
  private static final Class<?> TYPE = DATA.type();
  private static final InlineCall CALL = DATA.call();
  private static final int AGENTS = DATA.agents();
  private static final HotTypes NEXT = DATA.next();

  @Override
  boolean call(InlineCalls calls, Message message, Event event) {
    if (event.getClass() != TYPE) {
      return NEXT.call(calls, message, event);
    }
    calls.callAll(CALL, AGENTS, message);
    return true;
  }
}
