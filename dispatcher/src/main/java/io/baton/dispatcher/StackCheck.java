package io.baton.dispatcher;

/**
 * Looks whether there is stack left before a slot is claimed: an overflow between claim and
 * publication leaves the slot claimed, whatever stands in a finally. It makes that rare; what still
 * gets through is mended by {@link Intake#abandon}.
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
