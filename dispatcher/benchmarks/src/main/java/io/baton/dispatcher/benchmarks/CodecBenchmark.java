package io.baton.dispatcher.benchmarks;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.json.EventCodec;
import java.time.Instant;
import java.util.List;
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

/** What it costs to write an envelope as JSON and to read it, for an event of a few components. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

  private final EventCodec codec = EventCodec.builder().register(Ordered.class).build();
  private final Envelope envelope =
      Envelope.root(
          new Ordered("4711", 12, List.of(new Line("pen", 3), new Line("paper", 500))),
          Instant.ofEpochMilli(1_767_225_600_000L));
  private final byte[] json = codec.encodeBytes(envelope);

  /** An envelope to JSON. */
  @Benchmark
  public byte[] encode() {
    return codec.encodeBytes(envelope);
  }

  /** JSON to an envelope. */
  @Benchmark
  public Envelope decode() {
    return codec.decode(json);
  }

  /** An order. */
  record Ordered(String number, int customer, List<Line> lines) implements Event {}

  /** A line of an order. */
  record Line(String article, int count) {}
}
