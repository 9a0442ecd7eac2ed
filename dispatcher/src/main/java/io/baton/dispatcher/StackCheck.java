package io.baton.dispatcher;

/**
 * Makes sure that there is stack left before a slot is claimed: an overflow between claim and
 * publication would leave the slot claimed for ever, and the ring dead, whatever stands in a
 * finally.
 */
final class StackCheck {

  private static final int DEEP = 256;
  private static final int DEPTH = 6;

  private StackCheck() {}

  /** Throws {@link StackOverflowError} here and now if the stack is nearly used up. */
  static int touch() {
    return touch(DEPTH);
  }

  /** As {@link #touch()}, for a longer way; where some hundred nanoseconds do not matter. */
  static int touchDeep() {
    return touch(DEEP);
  }

  private static int touch(int depth) {
    return depth == 0 ? 0 : touch(depth - 1) + 1;
  }
}
