package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoryDeskTest {
  private static final AtomicInteger READERS = new AtomicInteger();
  private static final AtomicInteger MOST = new AtomicInteger();

  @Test
  void storiesAreToldOneAtATime() throws Exception {
    var recorder = new TraceRecorder();
    Envelope envelope = Envelope.root(new Slow(1));
    recorder.trace(new TraceEvent.Dispatched(envelope, envelope.time()));
    var desk = new StoryDesk(recorder, Redactor.byDefault());
    String id = envelope.correlationId().toString();

    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofPlatform().start(() -> desk.story(id)));
      threads.add(Thread.ofPlatform().start(() -> desk.report(id)));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(MOST).hasValue(1);
    assertThat(desk.story(id).orElseThrow().status()).isEqualTo(200);
  }

  @Test
  void whoIsInterruptedWhileAnotherIsToldIsSentAway() {
    var desk = new StoryDesk(new TraceRecorder(), Redactor.byDefault());

    Thread.currentThread().interrupt();

    assertThat(desk.story("none").orElseThrow().status()).isEqualTo(503);
    assertThat(Thread.interrupted()).isTrue();
  }

  record Slow(int number) implements Event {
    @Override
    public int number() {
      MOST.accumulateAndGet(READERS.incrementAndGet(), Math::max);
      for (int i = 0; i < 1_000; i++) {
        Thread.yield();
      }
      READERS.decrementAndGet();
      return number;
    }
  }
}
