package io.baton.dispatcher.benchmarks;

import io.baton.dispatcher.Execution;
import io.baton.dispatcher.benchmarks.Latency.Pace;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import io.baton.tracing.micrometer.BatonMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What is measured: two ways of doing the same work. */
enum Workload {
  W1("one producer, one agent", Measure.RATE, 5_000_000, "1.0 / 2.0"),
  W2("two producers, eight types", Measure.RATE, 4_000_000, "1.0 / 2.0"),
  W3("one event to eight agents, deliveries", Measure.RATE, 16_000_000, "0.9 / 2.0"),
  W4("chains of ten agents, hops", Measure.RATE, 10_000_000, "1.0 / 1.9"),
  W5("joins of three", Measure.RATE, 1_500_000, "0.4 / 0.9"),
  W6_UNLIMITED("10,000 calls that block 20 ms", Measure.WALL, 10_000, "100 ms / 45 ms"),
  W6_LIMITED(
      "the same, 100 at once; ideal is 2,000 ms", Measure.WALL, 10_000, "2,200 ms / 2,060 ms"),
  W7_PACED("dispatch to agent, one a millisecond", Measure.MEDIAN, 1_000, "10 µs / 4 µs"),
  W7_BACK_TO_BACK("dispatch to agent, back to back", Measure.MEDIAN, 200_000, "1 µs / 0.15 µs"),
  W8_INLINE("last agent's end to the waiter, inline", Measure.MEDIAN, 1_000, "35 µs / 5 µs"),
  W8_VIRTUAL("last agent's end to the waiter, virtual", Measure.MEDIAN, 1_000, "60 µs / 30 µs"),
  IDLE("a core's share while idle", Measure.SHARE, 2_000, "1% / 0%"),
  R1("a run around each event", Measure.RATE, 1_000_000, "–"),
  R2("a virtual route, ordered by 64 correlations", Measure.RATE, 1_000_000, "–"),
  R3("a virtual route, retry and time-out unused", Measure.RATE, 1_000_000, "–"),
  R4_JOINS("three types to an agent each, joined", Measure.RATE, 1_000_000, "– / 1.0 M/s"),
  R4_RUNS("joins of three, a run around each", Measure.RATE, 1_000_000, "– / 1.0 M/s"),
  R4_HEAP("heap grown by a million joins", Measure.SIZE, 1_000_000, "– / 0 MB"),
  R5_INLINE("asked back to back, inline", Measure.SLOW_RATE, 100_000, "– / 200 k/s"),
  R5_VIRTUAL("asked back to back, virtual", Measure.SLOW_RATE, 50_000, "–"),
  R5_WINDOW("asked with 1,000 open, inline", Measure.SLOW_RATE, 500_000, "– / 200 k/s"),
  T1_INLINE("a recorder, inline", Measure.RATE, 1_000_000, "–"),
  T1_VIRTUAL("a recorder, a virtual route", Measure.RATE, 500_000, "–"),
  T2_INLINE("meters, inline", Measure.RATE, 500_000, "–"),
  T2_VIRTUAL("meters, a virtual route", Measure.RATE, 500_000, "–");

  private final String title;
  private final Measure measure;
  private final int units;
  private final String bounds;

  Workload(String title, Measure measure, int units, String bounds) {
    this.title = title;
    this.measure = measure;
    this.units = units;
    this.bounds = bounds;
  }

  /** Whether it is one of those that a name like {@code W6} stands for. */
  boolean isOf(String family) {
    return name().equals(family) || name().startsWith(family + "_");
  }

  /** Whether it is a feature beside the plain route, rather than Baton beside the bare ring. */
  boolean isBesidePlain() {
    return name().startsWith("R") || name().startsWith("T");
  }

  String title() {
    return title;
  }

  Measure measure() {
    return measure;
  }

  /** The units of work in one round. */
  int units() {
    return units;
  }

  /** What Baton should reach at least, and what it aims at. */
  String bounds() {
    return bounds;
  }

  Side side(boolean isBaton) {
    return isBaton ? baton() : bare();
  }

  private Side bare() {
    return switch (this) {
      case W1 -> OneAgent.bare();
      case W2 -> EightTypes.bare();
      case W3 -> EightAgents.bare();
      case W4 -> Hops.bare();
      case W5 -> Joins.bare();
      case W6_UNLIMITED -> Blocking.bare(Blocking.UNLIMITED);
      case W6_LIMITED -> Blocking.bare(100);
      case W7_PACED -> Latency.bare(Pace.EACH_MILLISECOND);
      case W7_BACK_TO_BACK -> Latency.bare(Pace.BACK_TO_BACK);
      case W8_INLINE -> Draining.bare(Execution.INLINE);
      case W8_VIRTUAL -> Draining.bare(Execution.VIRTUAL);
      case IDLE -> Idling.bare();
      case R1 -> RunEach.plain();
      case R2 -> VirtualRoute.concurrent();
      case R3 -> VirtualRoute.plain();
      case R4_JOINS -> Joins.unjoined();
      case R4_RUNS -> RunJoins.plain();
      case R4_HEAP -> new Heap(Joins.unjoined());
      case R5_INLINE -> Asking.plain(Execution.INLINE);
      case R5_VIRTUAL -> Asking.plain(Execution.VIRTUAL);
      case R5_WINDOW -> Asking.plainWindow();
      case T1_INLINE, T2_INLINE -> OneAgent.baton();
      case T1_VIRTUAL, T2_VIRTUAL -> VirtualRoute.plain();
    };
  }

  private Side baton() {
    return switch (this) {
      case W1 -> OneAgent.baton();
      case W2 -> EightTypes.baton();
      case W3 -> EightAgents.baton();
      case W4 -> Hops.baton();
      case W5 -> Joins.baton();
      case W6_UNLIMITED -> Blocking.baton(Blocking.UNLIMITED);
      case W6_LIMITED -> Blocking.baton(100);
      case W7_PACED -> Latency.baton(Pace.EACH_MILLISECOND);
      case W7_BACK_TO_BACK -> Latency.baton(Pace.BACK_TO_BACK);
      case W8_INLINE -> Draining.baton(Execution.INLINE);
      case W8_VIRTUAL -> Draining.baton(Execution.VIRTUAL);
      case IDLE -> Idling.baton();
      case R1 -> RunEach.runs();
      case R2 -> VirtualRoute.ordered();
      case R3 -> VirtualRoute.safe();
      case R4_JOINS -> Joins.baton();
      case R4_RUNS -> RunJoins.runs();
      case R4_HEAP -> new Heap(Joins.baton());
      case R5_INLINE -> Asking.asks(Execution.INLINE);
      case R5_VIRTUAL -> Asking.asks(Execution.VIRTUAL);
      case R5_WINDOW -> Asking.window();
      case T1_INLINE -> OneAgent.traced(new TraceRecorder());
      case T1_VIRTUAL -> VirtualRoute.traced(new TraceRecorder());
      case T2_INLINE -> OneAgent.traced(meters());
      case T2_VIRTUAL -> VirtualRoute.traced(meters());
    };
  }

  private static Tracer meters() {
    return new BatonMeters(new SimpleMeterRegistry());
  }
}
