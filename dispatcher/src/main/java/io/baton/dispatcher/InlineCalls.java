package io.baton.dispatcher;

import static java.util.Objects.requireNonNull;

import io.baton.agents.Agent;
import io.baton.agents.JoinClosing;
import io.baton.events.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls agents on the dispatcher's own thread, to which it is confined. Nothing else is as hot:
 * what an agent costs here is its call, and a look at what it answered.
 */
final class InlineCalls {

  private static final int NOBODY = -1;

  /** What most agents answer: there is one empty list of this kind. */
  private static final List<Event> NOTHING = List.of();

  private final Engine engine;
  private final Loop loop;

  /** Which of the inline agents of the current message is being called. */
  private int calling = NOBODY;

  /** Whether the agent that is being called has done anything by its context. */
  private boolean isTouched;

  /**
   * The context of the agent that was called alone last, and may be at it: mostly the same one, and
   * to write it again would cost more than to look.
   */
  private @Nullable InlineContext alone;

  private long handled;

  InlineCalls(Engine engine, Loop loop) {
    this.engine = engine;
    this.loop = loop;
  }

  /** How many deliveries have ended well on this thread. */
  long handled() {
    return handled;
  }

  /** One of the inline agents of the current message is about to be called. */
  void begin(int index) {
    calling = index;
  }

  /** So many inline agents of the current message have been called, which are all. */
  void end(int agents) {
    calling = NOBODY;
    handled += agents;
  }

  /**
   * Whether an agent has answered one event, for {@link #settleOne}. Whoever looks at the answer
   * beside the agent's own code has its list of one mostly never made: nobody keeps it.
   */
  @SuppressWarnings("NullAway") // what agents answer may be null, whatever their signature says
  static boolean isOne(List<? extends Event> answer) {
    return answer != NOTHING && answer != null && answer.size() == 1;
  }

  /** The agent has answered one event. */
  void settleOne(InlineContext context, RouteEntry route, @Nullable Event answer) {
    settleOne(context, route, loop.current(), answer);
  }

  /** The agent has answered none or several events, or what is no answer. */
  void settle(InlineContext context, RouteEntry route, List<? extends Event> answer) {
    if (answer != NOTHING || isTouched) {
      settleAnswer(context, route, loop.current(), answer);
    }
  }

  /** The agent has thrown something. */
  void fail(InlineContext context, RouteEntry route, Throwable cause) {
    if (cause instanceof VirtualMachineError error) {
      throw error;
    }
    forget(context);
    engine.failures().bury(loop.current(), route, 1, cause);
    handled--;
  }

  /** Calls an agent on this thread; whatever it throws fails this delivery only. */
  void call(RouteEntry route, Agent<Event> agent, Message message, boolean isOfEvent) {
    if (isRunOver(message)) {
      requireNonNull(message.run(), "only a run is over").skipped();
      return;
    }
    var trace = loop.isTracing() ? DeliveryTrace.startIfOn(engine, message, route) : null;
    long began = engine.stalls().callBegins();
    InlineContext inline = route.inline(loop);
    inline.enter();
    if (alone != inline) {
      alone = inline;
    }
    if (trace != null) {
      trace.enterInline();
    }
    try {
      List<? extends Event> answer = agent.receive(message.event(), inline);
      if (isRunOver(message)) {
        cancel(inline, message, trace);
      } else {
        int answers = settleAnswer(inline, route, message, answer);
        inline.leave();
        if (isOfEvent) {
          countHandled(message);
        }
        if (trace != null) {
          trace.leaveInline();
          trace.ended(answers);
        }
      }
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      if (isRunOver(message)) {
        cancel(inline, message, trace);
      } else {
        fail(inline, route, message, trace, e);
      }
    }
    engine.stalls().callEnded(route, began);
  }

  /** The agent has come back, but the run of its event has ended early: what it did is refused. */
  private void cancel(InlineContext inline, Message message, @Nullable DeliveryTrace trace) {
    forget(inline);
    if (trace != null) {
      trace.leaveInline();
      trace.cancelled();
    }
    requireNonNull(message.run(), "only a run is over").skipped();
  }

  private void fail(
      InlineContext inline,
      RouteEntry route,
      Message message,
      @Nullable DeliveryTrace trace,
      Throwable cause) {
    forget(inline);
    if (trace != null) {
      trace.leaveInline();
      trace.failed(cause);
    }
    engine.failures().bury(message, route, 1, cause);
  }

  /** As {@link #call}, for the function of a join; while nobody traces or measures. */
  void answer(RouteEntry route, JoinClosing join, Message message) {
    InlineContext context = route.inline(loop);
    context.enter();
    if (alone != context) {
      alone = context;
    }
    try {
      List<? extends Event> answer = join.answer(context);
      if (isOne(answer)) {
        settleOne(context, route, message, answer.get(0));
      } else {
        settle(context, route, answer);
      }
      context.leave();
    } catch (Throwable e) {
      fail(context, route, e);
    }
    handled++;
  }

  /** Applies what an agent has answered and done, as one; gives the number of events. */
  @SuppressWarnings("NullAway") // what agents answer may be null, whatever their signature says
  private int settleAnswer(
      InlineContext inline, RouteEntry route, Message message, List<? extends Event> answer) {
    if (answer == null) {
      throw Answers.nullAnswer();
    }
    if (answer.size() == 1) {
      settleOne(inline, route, message, answer.get(0));
      return 1;
    }
    Event[] events = Answers.checked(answer);
    settleTouched(inline, route, message);
    for (int i = 0; i < events.length; i++) {
      loop.follow(message, route, Lane.ANSWER, i, events[i]);
    }
    return events.length;
  }

  private void settleOne(
      InlineContext inline, RouteEntry route, Message message, @Nullable Event event) {
    if (event == null) {
      throw Answers.nullAt(0, 1);
    }
    settleTouched(inline, route, message);
    loop.follow(message, route, Lane.ANSWER, 0, event);
  }

  private void settleTouched(InlineContext inline, RouteEntry route, Message message) {
    if (!isTouched) {
      return;
    }
    inline.commit(message);
    if (!inline.delayed().isEmpty()) {
      Message parent = message.copy();
      int position = 0;
      for (var event : inline.delayed()) {
        engine.later(
            event, new FollowUps(parent, route, Lane.LATER, position++, null, event.event()));
      }
    }
    forget(inline);
  }

  /** Whether the event belongs to a run that has ended early. */
  private static boolean isRunOver(Message message) {
    RunState run = message.isSpecial() ? message.run() : null;
    return run != null && run.isOver();
  }

  private void forget(InlineContext inline) {
    isTouched = false;
    inline.reset();
  }

  /** The agent that is being called has done something, by its context, that must be settled. */
  void touch() {
    isTouched = true;
  }

  /** The context of the agent that is being called; null if none is. */
  @Nullable InlineContext entered() {
    if (calling == NOBODY) {
      return alone != null && alone.isEntered() ? alone : null;
    }
    return loop.currentTargets().inlineContexts[calling];
  }

  /** Whether an {@link InlineCall} is calling the agent of a context. */
  boolean isCalling(InlineContext context) {
    if (calling == NOBODY) {
      return false;
    }
    InlineContext[] contexts = loop.currentTargets().inlineContexts;
    return calling < contexts.length && contexts[calling] == context;
  }

  /** An event that belongs to no run was handled. */
  void countHandled() {
    handled++;
  }

  void countHandled(Message message) {
    handled++;
    if (message.isSpecial()) {
      countHandledInRun(message);
    }
  }

  private static void countHandledInRun(Message message) {
    RunState run = message.run();
    if (run != null) {
      run.handled();
    }
  }
}
