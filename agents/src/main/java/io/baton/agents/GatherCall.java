package io.baton.agents;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One thing to be called, with its name. */
record GatherCall<T extends @Nullable Object>(String name, Callable<? extends T> code)
    implements Callable<T> {

  GatherCall {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a call must not be blank");
    }
  }

  static <I extends @Nullable Object, T extends @Nullable Object> GatherCall<T> of(
      Call<? super I, ? extends T> agent, I input) {
    return new GatherCall<>(agent.name(), () -> agent.call(input));
  }

  @SuppressWarnings("unchecked") // it gives what the call gives
  static <T extends @Nullable Object> GatherCall<T> of(Callable<? extends T> call) {
    return call instanceof GatherCall<?> named
        ? (GatherCall<T>) named
        : new GatherCall<>(Call.UNNAMED, call);
  }

  @Override
  public T call() throws Exception {
    return code.call();
  }
}
