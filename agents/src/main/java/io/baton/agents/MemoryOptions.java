package io.baton.agents;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Options of a memory, for {@link WorkingMemory#create}. Immutable. */
public final class MemoryOptions {

  static final MemoryOptions DEFAULTS =
      new MemoryOptions(0, null, () -> false, "this memory has ended");

  private final int history;
  private final @Nullable TimeSource time;
  private final BooleanSupplier ended;
  private final String refusal;

  private MemoryOptions(
      int history, @Nullable TimeSource time, BooleanSupplier ended, String refusal) {
    this.history = history;
    this.time = time;
    this.ended = ended;
    this.refusal = refusal;
  }

  /**
   * How many versions of each key are remembered, the current one among them; 0 by default. They
   * are kept in the heap.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public MemoryOptions history(int versions) {
    if (versions < 0) {
      throw new IllegalArgumentException("history must not be negative, but is " + versions);
    }
    return new MemoryOptions(versions, time, ended, refusal);
  }

  /** The clock of the history; the machine's by default. */
  public MemoryOptions time(TimeSource clock) {
    return new MemoryOptions(history, clock, ended, refusal);
  }

  /**
   * When the memory can only be read any more; never by default.
   *
   * @param condition asked under the memory's lock before each change; quick, and once true always
   *     true
   * @param message what the {@link IllegalStateException} says that a change gets from then on
   */
  public MemoryOptions readOnlyWhen(BooleanSupplier condition, String message) {
    return new MemoryOptions(history, time, condition, message);
  }

  int history() {
    return history;
  }

  TimeSource time() {
    return time == null ? TimeSource.system() : time;
  }

  void refuseWhenEnded() {
    if (ended.getAsBoolean()) {
      throw new IllegalStateException(refusal);
    }
  }
}
