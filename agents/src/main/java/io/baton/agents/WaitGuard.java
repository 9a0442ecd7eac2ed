package io.baton.agents;

import java.util.concurrent.Callable;

/**
 * Finds the agents that wait by means of Baton where they must not: for an answer, a run, a join, a
 * gather, a model, a tool, a drain, or room in a dispatcher. On the thread that routes for a
 * dispatcher, all else stands still meanwhile: that is counted, and logged once an agent. An agent
 * that must never wait is refused. What engines and libraries of agents work with; users say {@code
 * strict()} on a route.
 */
public final class WaitGuard {

  private static final ScopedValue<String> AGENT = ScopedValue.newInstance();

  private WaitGuard() {}

  /**
   * Calls an agent that must not wait.
   *
   * @param agent its name
   * @throws Exception what the call throws
   */
  public static <T> T callStrictly(String agent, Callable<T> call) throws Exception {
    return ScopedValue.where(AGENT, agent).call(call::call);
  }

  /**
   * Lets a thread wait, unless it is in an agent that must not. To be called before every wait that
   * may last, also where there may be nothing to wait for.
   *
   * @param forWhat what it is about to wait for; its text is needed only to refuse it or to warn
   * @throws IllegalStateException if it must not wait
   */
  public static void beforeWaiting(Object forWhat) {
    if (AGENT.isBound()) {
      throw new IllegalStateException(
          "agent " + AGENT.get() + " must not wait for " + forWhat + ": its route is strict");
    }
    if (Thread.currentThread() instanceof EngineThread thread) {
      thread.aboutToWait(forWhat);
    }
  }
}
