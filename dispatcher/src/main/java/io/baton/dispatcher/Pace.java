package io.baton.dispatcher;

/**
 * Foresees the next event from when the last ones came, where they come one by one and regularly.
 * To be awake when it comes saves the time of a wake-up. Confined to the dispatcher's thread.
 */
final class Pace {

  /** To be awake so seldom would not be worth its CPU time. */
  private static final long LONGEST_NANOS = 2_000_000;

  private static final int REGULAR = 3;

  private long lastNanos;
  private long gapNanos;
  private int alike;

  /** An event has come, after the thread had waited for it. */
  void came(long nanos) {
    long gap = nanos - lastNanos;
    boolean isAlike = gap <= LONGEST_NANOS && Math.abs(gap - gapNanos) < gapNanos / 2;
    alike = isAlike ? Math.min(alike + 1, REGULAR) : 0;
    gapNanos = isAlike ? gapNanos + (gap - gapNanos) / 8 : gap;
    lastNanos = nanos;
  }

  /** Whether it knows when the next event will come. */
  boolean isRegular() {
    return alike == REGULAR;
  }

  /** When the next event will come, if it is regular. */
  long dueNanos() {
    return lastNanos + gapNanos;
  }
}
