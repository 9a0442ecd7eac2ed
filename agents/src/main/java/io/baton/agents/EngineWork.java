package io.baton.agents;

/**
 * What the current thread does for an engine, such as a call of an agent. Other threads may help
 * with it, as those of a {@link Gather} do: they are inside as its own thread is, and it does not
 * end before they have. What engines work with. Thread-safe.
 */
public interface EngineWork {

  /** What the current thread works on; an engine binds it around its calls. */
  ScopedValue<EngineWork> CURRENT = ScopedValue.newInstance();

  /**
   * A thread is about to help; called before it starts, by a thread that works on this.
   *
   * @return false if nobody may begin any more, since this has been ended
   */
  boolean begin(Thread helper);

  /** A helper has ended. Called once for each that has begun. */
  void end(Thread helper);

  /** One of its threads begins to wait for others, and does nothing meanwhile. */
  void pause();

  /**
   * A thread that has waited goes on. It may be called by another on its behalf; if that one works
   * on this as well, the call does not wait, and otherwise until there is a permit again.
   */
  void resume();
}
