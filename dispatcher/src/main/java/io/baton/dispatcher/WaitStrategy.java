package io.baton.dispatcher;

/** How the dispatcher's thread waits when it has nothing to do. */
public enum WaitStrategy {
  /**
   * It looks again for some 50 microseconds, then parks until it is woken. Where events come one by
   * one and regularly, less than 2 ms apart, it is awake a little before each. The default.
   */
  ADAPTIVE,
  /** It parks at once: the least CPU time, and some microseconds more to wake up. */
  PARK,
  /** It never parks: the lowest latency, for a core of its own. */
  BUSY_SPIN
}
