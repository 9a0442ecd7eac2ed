package io.baton.dispatcher.benchmarks;

/**
 * One way of doing a workload: by hand on the bare ring or with Baton, or without a feature or
 * with.
 */
interface Side extends AutoCloseable {

  /**
   * Does so many units of work, and checks that it did exactly these.
   *
   * @return nanoseconds: those that all units took, or the median of what each took, as the
   *     workload's {@link Measure} says
   */
  long run(int units) throws Exception;

  @Override
  default void close() {}
}
