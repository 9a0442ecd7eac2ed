package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class InletTest {
  private static final TraceEvent EVENT =
      new TraceEvent.Dispatched(Envelope.root(new Nothing()), Instant.EPOCH);

  @Test
  void whatDoesNotFitIsCountedAndLeftOut() {
    var inlet = new Inlet(2);
    var taken = new AtomicLong();

    inlet.put(EVENT);
    inlet.put(EVENT);
    inlet.put(EVENT);
    inlet.drainTo(_ -> taken.incrementAndGet());
    inlet.put(EVENT);
    inlet.drainTo(_ -> taken.incrementAndGet());

    assertThat(taken).hasValue(3);
    assertThat(inlet.lost()).isEqualTo(1);
  }

  @Test
  void drainEndsWhileOthersPut() {
    var inlet = new Inlet(8);
    var taken = new AtomicLong();
    inlet.put(EVENT);

    inlet.drainTo(event -> {
      taken.incrementAndGet();
      inlet.put(event);
    });

    assertThat(taken).hasValue(8);
  }

  @RepeatedTest(5)
  void everyEventIsTakenOrCounted() throws Exception {
    int threads = 4;
    int each = 20_000;
    var inlet = new Inlet(1_000);
    var taken = new AtomicLong();
    var done = new CountDownLatch(threads);

    try (var executor = Executors.newCachedThreadPool()) {
      for (int i = 0; i < threads; i++) {
        executor.execute(() -> {
          for (int n = 0; n < each; n++) {
            inlet.put(EVENT);
          }
          done.countDown();
        });
      }
      while (done.getCount() > 0) {
        inlet.drainTo(_ -> taken.incrementAndGet());
      }
    }
    inlet.drainTo(_ -> taken.incrementAndGet());

    assertThat(taken.get() + inlet.lost()).isEqualTo((long) threads * each);
    assertThat(taken).hasPositiveValue();
  }

  record Nothing() implements Event {}
}
