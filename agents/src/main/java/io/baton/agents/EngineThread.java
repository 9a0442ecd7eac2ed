package io.baton.agents;

/**
 * The thread on which an engine does all its routing: while it waits for anything, nothing else of
 * that engine goes on. What engines work with.
 */
public abstract class EngineThread extends Thread {

  /** A platform thread that is no daemon. */
  protected EngineThread(String name) {
    super(name);
  }

  /**
   * The code that it runs is about to wait by means of Baton. Called on this thread.
   *
   * @param forWhat what it is about to wait for
   */
  protected abstract void aboutToWait(Object forWhat);
}
