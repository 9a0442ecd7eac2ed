package io.baton.dispatcher;

import io.baton.events.Event;
import java.lang.invoke.MethodHandles;

/**
 * Up to {@value #WIDTH} classes of which many events come. It is copied as {@link HotCall} is, so
 * that the comparisons and the agents' code become one piece of code, as a {@code switch} over the
 * classes would be: to find the agents in a table is to jump to an address that was just read,
 * which processors foresee badly, while they foresee comparisons well.
 *
 * <p>The comparisons stand side by side, since compilers give up on calls that are nested deeply.
 */
final class HotSwitch extends HotTypes {

  static final int WIDTH = 8;

  private static final HotSwitchData DATA =
      HotCalls.data(MethodHandles.lookup(), HotSwitchData.class);
  private static final Class<?> TYPE_0 = DATA.type(0);
  private static final Class<?> TYPE_1 = DATA.type(1);
  private static final Class<?> TYPE_2 = DATA.type(2);
  private static final Class<?> TYPE_3 = DATA.type(3);
  private static final Class<?> TYPE_4 = DATA.type(4);
  private static final Class<?> TYPE_5 = DATA.type(5);
  private static final Class<?> TYPE_6 = DATA.type(6);
  private static final Class<?> TYPE_7 = DATA.type(7);
  private static final InlineCall CALL_0 = DATA.call(0);
  private static final InlineCall CALL_1 = DATA.call(1);
  private static final InlineCall CALL_2 = DATA.call(2);
  private static final InlineCall CALL_3 = DATA.call(3);
  private static final InlineCall CALL_4 = DATA.call(4);
  private static final InlineCall CALL_5 = DATA.call(5);
  private static final InlineCall CALL_6 = DATA.call(6);
  private static final InlineCall CALL_7 = DATA.call(7);
  private static final HotTypes NEXT = DATA.next();

  @Override
  boolean call(InlineCalls calls, Object event) {
    Class<?> type = event.getClass();
    if (type == TYPE_0) {
      CALL_0.call(calls, (Event) event);
    } else if (type == TYPE_1) {
      CALL_1.call(calls, (Event) event);
    } else if (type == TYPE_2) {
      CALL_2.call(calls, (Event) event);
    } else if (type == TYPE_3) {
      CALL_3.call(calls, (Event) event);
    } else if (type == TYPE_4) {
      CALL_4.call(calls, (Event) event);
    } else if (type == TYPE_5) {
      CALL_5.call(calls, (Event) event);
    } else if (type == TYPE_6) {
      CALL_6.call(calls, (Event) event);
    } else if (type == TYPE_7) {
      CALL_7.call(calls, (Event) event);
    } else {
      return NEXT.call(calls, event);
    }
    return true;
  }
}
