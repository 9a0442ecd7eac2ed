package io.baton.agents;

import java.util.concurrent.Callable;

/**
 * Keeps agents that must never wait from waiting by means of Baton: for an answer, a run, a join, a
 * drain, or room in a dispatcher. What engines work with; users say {@code strict()} on a route.
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
   * Lets a thread wait, unless it is in an agent that must not.
   *
   * @param forWhat what it is about to wait for; its text is needed only to refuse it
   * @throws IllegalStateException if it must not wait
   */
  public static void beforeWaiting(Object forWhat) {
    if (AGENT.isBound()) {
      throw new IllegalStateException(
          "agent " + AGENT.get() + " must not wait for " + forWhat + ": its route is strict");
    }
  }
}
