package io.baton.tracing;

import static io.baton.tracing.Traces.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TraceSubscriptionTest {

  private final TraceRecorder recorder = new TraceRecorder(4);
  private final List<TraceEvent> seen = new ArrayList<>();

  @Test
  void listenerSeesEachTraceEventOnceAndTheParentBeforeTheChild() {
    try (var _ = recorder.subscribe(seen::add)) {
      recordNumbers(0, 3);
    }

    assertThat(seen).containsExactly(numbered(0), numbered(1), numbered(2));
  }

  @Test
  void listenerSeesAtOnceWhatIsRecordedWhileItWaits() throws Exception {
    var queue = new LinkedBlockingQueue<TraceEvent>();

    try (var _ = recorder.subscribe(queue::add)) {
      for (int n = 0; n < 100; n++) {
        recorder.trace(numbered(n));
        assertThat(queue.poll(10, TimeUnit.SECONDS)).isEqualTo(numbered(n));
      }
    }
  }

  @Test
  void listenerDoesNotSeeWhatWasRecordedBeforeItSubscribed() {
    recordNumbers(0, 2);

    try (var _ = recorder.subscribe(seen::add)) {
      recordNumbers(2, 3);
    }

    assertThat(seen).containsExactly(numbered(2));
  }

  @Test
  void closedSubscriptionSeesNothingMore() {
    var subscription = recorder.subscribe(seen::add);
    recordNumbers(0, 1);
    subscription.close();

    recordNumbers(1, 2);
    subscription.close();

    assertThat(seen).containsExactly(numbered(0));
  }

  @Test
  void eachListenerSeesEachTraceEvent() {
    var others = new ArrayList<TraceEvent>();

    try (var _ = recorder.subscribe(seen::add);
        var _ = recorder.subscribe(others::add)) {
      recordNumbers(0, 2);
    }

    assertThat(seen).containsExactly(numbered(0), numbered(1)).isEqualTo(others);
  }

  @Test
  void listenerRunsOnAVirtualThreadOfItsOwn() {
    var thread = new AtomicReference<Thread>();

    try (var _ = recorder.subscribe(_ -> thread.set(Thread.currentThread()))) {
      recordNumbers(0, 1);
    }

    assertThat(thread.get()).isNotNull().matches(Thread::isVirtual, "is virtual");
    assertThat(thread.get().getName()).isEqualTo("baton-trace-listener");
  }

  @Test
  void listenerThatBlocksHoldsNobodyBackAndItsLossIsCounted() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var subscription =
        recorder.subscribe(event -> {
          entered.countDown();
          await(release);
          seen.add(event);
        });

    recordNumbers(0, 1);
    entered.await();
    recordNumbers(1, 10);
    release.countDown();
    subscription.close();

    assertThat(seen)
        .containsExactly(numbered(0), numbered(6), numbered(7), numbered(8), numbered(9));
    assertThat(subscription.dropped()).isEqualTo(5);
  }

  @Test
  void clearedTraceEventsThatAListenerHasNotSeenAreCounted() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var subscription =
        recorder.subscribe(event -> {
          entered.countDown();
          await(release);
          seen.add(event);
        });

    recordNumbers(0, 1);
    entered.await();
    recordNumbers(1, 3);
    recorder.clear();
    release.countDown();
    recordNumbers(3, 4);
    subscription.close();

    assertThat(seen).containsExactly(numbered(0), numbered(3));
    assertThat(subscription.dropped()).isEqualTo(2);
  }

  @Test
  void listenerThatThrowsEndsItsSubscriptionAndNothingElse() {
    try (var log = new CapturedLog(TraceSubscription.class, Level.ERROR)) {
      try (var _ =
              recorder.subscribe(_ -> {
                throw new IllegalStateException("broken listener");
              });
          var _ = recorder.subscribe(seen::add)) {
        recordNumbers(0, 2);
      }

      assertThat(seen).containsExactly(numbered(0), numbered(1));
      assertThat(log.lines()).containsExactly("traceListener=failed subscription=ended");
    }
  }

  @Test
  void listenerMayCloseItsOwnSubscription() throws Exception {
    var own = new CompletableFuture<TraceSubscription>();
    var closed = new CountDownLatch(1);
    own.complete(
        recorder.subscribe(_ -> {
          own.join().close();
          closed.countDown();
        }));

    recordNumbers(0, 1);

    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void callerInterruptedInCloseKeepsItsInterruptFlag() {
    var release = new CountDownLatch(1);
    var subscription = recorder.subscribe(_ -> await(release));
    recordNumbers(0, 1);

    Thread.currentThread().interrupt();
    subscription.close();

    assertThat(Thread.interrupted()).isTrue();
    release.countDown();
    subscription.close();
  }

  private void recordNumbers(int from, int to) {
    IntStream.range(from, to).forEach(n -> recorder.trace(numbered(n)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
