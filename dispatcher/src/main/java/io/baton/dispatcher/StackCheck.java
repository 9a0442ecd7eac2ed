package io.baton.dispatcher;

/**
 * Makes sure that there is stack left before an agent publishes something: an overflow between
 * counting it as begun and handing it over would leave its run, and every drain, waiting for it.
 */
final class StackCheck {

  private static final int DEPTH = 256;

  private StackCheck() {}

  /**
   * Throws {@link StackOverflowError} here and now if the stack is nearly used up. It takes some
   * hundred nanoseconds.
   */
  static int touch() {
    return touch(DEPTH);
  }

  private static int touch(int depth) {
    return depth == 0 ? 0 : touch(depth - 1) + 1;
  }
}
