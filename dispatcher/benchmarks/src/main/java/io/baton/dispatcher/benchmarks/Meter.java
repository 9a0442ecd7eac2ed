package io.baton.dispatcher.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the whole process has used so far, with its collector and compiler. CPU time is counted in
 * ticks of 10 ms, so rounds should be much longer.
 *
 * @param cpuNanos CPU time of all threads, in nanoseconds
 * @param bytes bytes that all threads have allocated, those that have ended too
 */
record Meter(long cpuNanos, long bytes) {

  private static final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean threads =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  static Meter read() {
    return new Meter(system.getProcessCpuTime(), threads.getTotalThreadAllocatedBytes());
  }

  Meter since(Meter before) {
    return new Meter(cpuNanos - before.cpuNanos, bytes - before.bytes);
  }
}
