package io.baton.dispatcher;

import org.jspecify.annotations.Nullable;

/** Which delivery the current thread works on: what {@code inside} means. */
final class Inside {

  static final ScopedValue<Context> CURRENT = ScopedValue.newInstance();

  private Inside() {}

  /** The delivery of any dispatcher, other than an inline one. */
  static @Nullable Context current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }
}
