package io.baton.dispatcher.benchmarks;

import io.baton.agents.Call;
import io.baton.agents.Gather;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to make many calls at once that do nothing, beside an executor with futures. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GatherBenchmark {

  private static final int AT_ONCE = 8;

  /** How many calls are made at once. */
  @Param({"1", "10", "1000"})
  public int calls;

  private final Call<Integer, Integer> next = n -> n + 1;
  private final ExecutorService unbounded = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService bounded =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());

  /** Ends the threads. */
  @TearDown
  public void close() {
    unbounded.close();
    bounded.close();
  }

  /** All at once, by a gather. */
  @Benchmark
  public List<Integer> gather() {
    return Gather.map(next, inputs()).orThrow();
  }

  /** All at once, by futures of an executor with a virtual thread for each. */
  @Benchmark
  public List<Integer> futures() throws InterruptedException, ExecutionException {
    return results(unbounded);
  }

  /** Eight at once, by a gather, with a thread for each call. */
  @Benchmark
  public List<Integer> gatherOfEight() {
    return Gather.map(next, inputs()).concurrency(AT_ONCE).orThrow();
  }

  /** Eight at once, by futures of a pool of eight virtual threads. */
  @Benchmark
  public List<Integer> futuresOfEight() throws InterruptedException, ExecutionException {
    return results(bounded);
  }

  private List<Integer> inputs() {
    return IntStream.range(0, calls).boxed().toList();
  }

  private List<Integer> results(ExecutorService executor)
      throws InterruptedException, ExecutionException {
    var futures = new ArrayList<Future<Integer>>(calls);
    for (var input : inputs()) {
      futures.add(executor.submit(() -> next.call(input)));
    }
    var results = new ArrayList<Integer>(calls);
    for (var future : futures) {
      results.add(future.get());
    }
    return results;
  }
}
