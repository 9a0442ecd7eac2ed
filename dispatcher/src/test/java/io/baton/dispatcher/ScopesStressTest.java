package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.Event;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.AgentScope;
import io.baton.tracing.ScopedTracer;
import io.baton.tracing.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ScopesStressTest {

  private static final int RUNS = 3_000;

  record Ask(int n) implements Event {}

  /** Takes long to enter, so that an attempt may be settled meanwhile. */
  private static final class Counting implements ScopedTracer {

    private final Queue<Counted> scopes = new ConcurrentLinkedQueue<>();

    @Override
    public void trace(TraceEvent event) {}

    @Override
    public boolean isNonBlocking() {
      return true;
    }

    @Override
    public AgentScope enter(AgentAttempt attempt) {
      var scope = new Counted();
      scopes.add(scope);
      LockSupport.parkNanos(20_000);
      return scope;
    }
  }

  private static final class Counted implements AgentScope {

    private final AtomicInteger settled = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public void settled(TraceEvent.OfAgent how) {
      settled.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void eachScopeIsSettledAndClosedOnceWhateverEndsItsAttempt() throws Exception {
    var tracer = new Counting();
    var random = new SplittableRandom(42);
    var router = new Router();
    router.on(
        Ask.class,
        "worker",
        (ask, _) -> {
          if (ask.n() % 3 == 0) {
            throw new IllegalStateException("on purpose");
          }
          LockSupport.parkNanos(ask.n() % 50 * 1_000L);
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(tracer).start()) {
      var runs = new ArrayList<Run>();
      for (int i = 0; i < RUNS; i++) {
        var run = dispatcher.run(new Ask(i));
        runs.add(run);
        LockSupport.parkNanos(random.nextInt(60_000));
        run.cancel("enough");
      }
      for (var run : runs) {
        run.ended().get(30, SECONDS);
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(30)).drained()).isTrue();
    }

    assertThat(tracer.scopes)
        .isNotEmpty()
        .allSatisfy(scope -> assertThat(scope.closed).hasValue(1))
        .allSatisfy(scope -> assertThat(scope.settled).hasValue(1));
  }
}
