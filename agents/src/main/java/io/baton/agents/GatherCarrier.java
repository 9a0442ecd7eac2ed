package io.baton.agents;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries what belongs to the thread that gathers to those of its calls: the engine's work, scoped
 * values, and what users put around. Made on the thread that gathers.
 */
final class GatherCarrier {

  private final ScopedValue.@Nullable Carrier values;
  private final List<UnaryOperator<Runnable>> wrappers;

  GatherCarrier(@Nullable EngineWork work, GatherOptions options) {
    ScopedValue.Carrier all = work == null ? null : ScopedValue.where(EngineWork.CURRENT, work);
    for (var value : options.carried()) {
      all = value.isBound() ? and(all, value) : all;
    }
    values = all;
    wrappers = options.wrappers();
  }

  private static <V> ScopedValue.Carrier and(
      ScopedValue.@Nullable Carrier others, ScopedValue<V> value) {
    return others == null
        ? ScopedValue.where(value, value.get())
        : others.where(value, value.get());
  }

  /** Called on the thread that gathers. */
  Runnable wrap(Runnable code) {
    Runnable wrapped = code;
    for (var wrapper : wrappers) {
      wrapped =
          Objects.requireNonNull(wrapper.apply(wrapped), "what wrapping gives must not be null");
    }
    if (values == null) {
      return wrapped;
    }
    Runnable inner = wrapped;
    return () -> values.run(inner);
  }
}
