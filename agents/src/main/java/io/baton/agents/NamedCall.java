package io.baton.agents;

import org.jspecify.annotations.Nullable;

/** A function with a name. */
record NamedCall<I extends @Nullable Object, T extends @Nullable Object>(
    String name, Call<? super I, ? extends T> function) implements Call<I, T> {

  NamedCall {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a call must not be blank");
    }
  }

  @Override
  public T call(I input) throws Exception {
    return function.call(input);
  }
}
