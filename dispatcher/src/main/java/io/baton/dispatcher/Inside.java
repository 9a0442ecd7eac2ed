package io.baton.dispatcher;

import io.baton.agents.EngineWork;
import org.jspecify.annotations.Nullable;

/** Which delivery the current thread works on: what {@code inside} means. */
final class Inside {

  private Inside() {}

  /** The delivery of any dispatcher, other than an inline one. */
  static @Nullable Context current() {
    return EngineWork.CURRENT.isBound() && EngineWork.CURRENT.get() instanceof Context context
        ? context
        : null;
  }
}
