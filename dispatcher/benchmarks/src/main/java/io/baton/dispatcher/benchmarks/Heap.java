package io.baton.dispatcher.benchmarks;

import java.lang.management.ManagementFactory;

/** Another side, measured by how much the heap has grown after it, each time after a collection. */
record Heap(Side side) implements Side {

  private static final double BYTES_PER_MEGABYTE = 1e6;

  /** Bytes, not nanoseconds; 0 if the heap has shrunk. */
  @Override
  public long run(int units) throws Exception {
    long before = usedAfterCollection();
    side.run(units);
    long after = usedAfterCollection();
    System.err.printf(
        "heap after GC: %s MB, and %s MB after %d units more%n",
        Figures.three(before / BYTES_PER_MEGABYTE),
        Figures.three(after / BYTES_PER_MEGABYTE),
        units);
    return Math.max(0, after - before);
  }

  @Override
  public void close() {
    side.close();
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
