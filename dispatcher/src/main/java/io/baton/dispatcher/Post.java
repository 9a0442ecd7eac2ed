package io.baton.dispatcher;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something for the dispatcher's thread to do, handed over by another thread. */
abstract class Post {

  /** The next in the inbox; guarded by the inbox. */
  @Nullable Post next;

  /** Runs on the dispatcher's thread. */
  abstract void run(Loop loop);

  /** A post of a small piece of code. */
  static Post of(Consumer<Loop> code) {
    return new Post() {
      @Override
      void run(Loop loop) {
        code.accept(loop);
      }
    };
  }
}
