package io.baton.dispatcher.benchmarks;

import io.baton.agents.Ordering;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Retry;
import io.baton.dispatcher.RouteOptions;
import io.baton.dispatcher.Router;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * One producer, one agent on virtual threads that counts; measured is all of the time, from the
 * first dispatch to the end of the drain.
 */
final class VirtualRoute implements Side {

  private static final int CORRELATIONS = 64;
  private static final int AT_ONCE = 64;
  private static final long HIGH = 0x0123_4567_89AB_7DEFL;

  private final CorrelationId[] correlations =
      LongStream.range(0, CORRELATIONS)
          .mapToObj(low -> new CorrelationId(HIGH, low))
          .toArray(CorrelationId[]::new);
  private final LongAdder ended = new LongAdder();
  private final LongAdder sum = new LongAdder();
  private final LongAdder disordered = new LongAdder();
  // Each element is confined to its correlation's invocations, which come one after the other.
  private final int[] next = new int[CORRELATIONS];
  private final boolean isOrdered;
  private final AsyncDispatcher dispatcher;

  private VirtualRoute(boolean isOrdered, UnaryOperator<RouteOptions<Task>> options) {
    this(isOrdered, options, Tracer.none());
  }

  private VirtualRoute(
      boolean isOrdered, UnaryOperator<RouteOptions<Task>> options, Tracer tracer) {
    this.isOrdered = isOrdered;
    var router = new Router();
    router.on(
        Task.class,
        "counting",
        (task, _) -> see(task.n()),
        defaults -> options.apply(defaults.execution(Execution.VIRTUAL)));
    dispatcher = AsyncDispatcher.builder(router).tracer(tracer).start();
  }

  static Side plain() {
    return new VirtualRoute(false, UnaryOperator.identity());
  }

  static Side traced(Tracer tracer) {
    return new VirtualRoute(false, UnaryOperator.identity(), tracer);
  }

  static Side safe() {
    return new VirtualRoute(
        false, options -> options.retry(Retry.attempts(3)).timeout(Duration.ofMinutes(1)));
  }

  static Side concurrent() {
    return new VirtualRoute(false, options -> options.concurrency(AT_ONCE));
  }

  static Side ordered() {
    return new VirtualRoute(
        true, options -> options.concurrency(AT_ONCE).ordered(Ordering.BY_CORRELATION));
  }

  @Override
  public long run(int units) throws InterruptedException {
    arm();
    long begin = System.nanoTime();
    for (int i = 0; i < units; i++) {
      dispatcher.dispatch(new Task(i), correlations[i % CORRELATIONS]);
    }
    BatonSide.awaitDrained(dispatcher);
    long end = System.nanoTime();
    check(units);
    return end - begin;
  }

  @Override
  public void close() {
    dispatcher.close();
  }

  private List<Event> see(int number) {
    if (isOrdered) {
      checkOrder(number);
    }
    sum.add(number);
    ended.increment();
    return List.of();
  }

  private void checkOrder(int number) {
    int correlation = number % CORRELATIONS;
    if (next[correlation] != number) {
      disordered.increment();
    }
    next[correlation] = number + CORRELATIONS;
  }

  private void arm() {
    ended.reset();
    sum.reset();
    for (int i = 0; i < CORRELATIONS; i++) {
      next[i] = i;
    }
  }

  private void check(long units) {
    long expected = units * (units - 1) / 2;
    if (ended.sum() != units || sum.sum() != expected) {
      throw new IllegalStateException(
          "drained after %d of %d, with the sum %d instead of %d"
              .formatted(ended.sum(), units, sum.sum(), expected));
    }
    if (disordered.sum() != 0) {
      throw new IllegalStateException(disordered.sum() + " events came out of order");
    }
  }

  private record Task(int n) implements Event {}
}
