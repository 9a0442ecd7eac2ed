package io.baton.dispatcher;

import io.baton.agents.TimeSource;
import io.baton.agents.WorkingMemory;
import io.baton.events.IdSource;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What {@link AsyncDispatcher.Builder} was told, and the defaults. Not thread-safe. */
final class DispatcherOptions {

  private static final AtomicInteger started = new AtomicInteger();

  final Router router;
  String name = "baton-" + started.incrementAndGet();
  int ringSize = AsyncDispatcher.DEFAULT_RING_SIZE;
  int batchSize = AsyncDispatcher.DEFAULT_BATCH_SIZE;
  int maxInFlight = AsyncDispatcher.DEFAULT_MAX_IN_FLIGHT;
  WaitStrategy waitStrategy = WaitStrategy.ADAPTIVE;
  Duration closeTimeout = AsyncDispatcher.DEFAULT_CLOSE_TIMEOUT;
  UnroutedPolicy unrouted = UnroutedPolicy.WARN;
  Tracer tracer = Tracer.none();
  @Nullable WorkingMemory memory;
  int memoryHistory;
  TimeSource time = TimeSource.system();
  IdSource ids = IdSource.timeOrdered();
  RandomGenerator random = new SplittableRandom();
  @Nullable Executor executor;
  boolean shutdownHook;
  Duration tracerGrace = Tracing.GRACE;

  DispatcherOptions(Router router) {
    this.router = Objects.requireNonNull(router, "router must not be null");
  }
}
