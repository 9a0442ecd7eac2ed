package io.baton.dispatcher.benchmarks;

import io.baton.events.EventId;
import io.baton.events.IdSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an event's id costs: made for a root, made for a follow-up, written and read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IdsBenchmark {

  private static final long MILLIS = 1_767_225_600_000L;
  private static final long ROUTE = 0x1234_5678_9ABC_DEF0L;

  private final IdSource ids = IdSource.timeOrdered();
  private final EventId parent = ids.root(MILLIS);
  private final String text = parent.toString();

  /** The id of an event that an application dispatches. */
  @Benchmark
  public EventId root() {
    return ids.root(MILLIS);
  }

  /** The id of an event that an agent answers. */
  @Benchmark
  public EventId followUp() {
    return ids.followUp(parent, ROUTE, 0, 0);
  }

  /** The text of an id. */
  @Benchmark
  public String write() {
    return parent.toString();
  }

  /** An id of its text. */
  @Benchmark
  public EventId read() {
    return EventId.parse(text);
  }
}
