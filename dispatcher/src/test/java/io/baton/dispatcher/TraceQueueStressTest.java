package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.CorrelationId;
import io.baton.events.EventId;
import io.baton.tracing.Gauges;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceSource;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TraceQueueStressTest {

  private static final int PRODUCERS = 3;

  private static TraceEvent event(int producer, int number) {
    return new TraceEvent.Note(
        new CorrelationId(producer, number),
        new EventId(producer, number),
        "stress",
        1,
        Instant.EPOCH,
        "");
  }

  private static TraceSource source() {
    return new TraceSource() {
      @Override
      public Instant now() {
        return Instant.EPOCH;
      }

      @Override
      public String name() {
        return "stress";
      }

      @Override
      public Gauges gauges() {
        throw new IllegalStateException("nobody asks");
      }
    };
  }

  @RepeatedTest(5)
  void allComeOnceInTheOrderOfEachThreadThatPuts() throws Exception {
    int each = 20_000;
    long[] next = new long[PRODUCERS];
    var queue =
        new TraceQueue(
            new IsolatedTracer(
                event -> {
                  int producer = (int) event.correlationId().high();
                  assertThat(event.correlationId().low()).isEqualTo(next[producer]);
                  next[producer]++;
                },
                "stress"),
            "stress");
    queue.start();

    var threads = new Thread[PRODUCERS];
    for (int p = 0; p < PRODUCERS; p++) {
      int producer = p;
      threads[p] =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  queue.put(event(producer, i));
                }
              });
    }
    for (var thread : threads) {
      thread.join();
    }
    queue.stop(source());
    queue.awaitEnd(ofSeconds(30));

    assertThat(queue.lost()).isZero();
    assertThat(next).containsOnly(each);
  }

  @Test
  void eachWakesATracerThatSleepsAgainAndAgain() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      var got = new CountDownLatch(1);
      var queue = new TraceQueue(new IsolatedTracer(_ -> got.countDown(), "stress"), "stress");
      queue.start();
      LockSupport.parkNanos(i % 100 * 1_000L); // it is about to sleep, or has just begun to
      queue.put(event(0, i));

      assertThat(got.await(20, TimeUnit.SECONDS)).isTrue();
      queue.stop(source());
      queue.awaitEnd(ofSeconds(20));
    }
  }

  @Test
  void whatWasPutJustBeforeTheEndIsHandedOver() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      var got = new AtomicInteger();
      var queue =
          new TraceQueue(new IsolatedTracer(_ -> got.incrementAndGet(), "stress"), "stress");
      queue.start();
      for (int spins = i % 300; spins > 0; spins--) {
        Thread.onSpinWait();
      }
      queue.put(event(0, i));
      queue.stop(source());
      queue.awaitEnd(ofSeconds(20));

      assertThat(got).as("round %s", i).hasValue(1);
    }
  }
}
