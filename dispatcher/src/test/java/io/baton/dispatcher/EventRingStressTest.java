package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.Act.Tick;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ring so small that it is full all the time, and each place is used again at once. */
@Timeout(60)
class EventRingStressTest {

  private static final int PRODUCERS = 2;
  private static final int EVENTS = Crew.rounds(300_000);

  private final EventRing ring = new EventRing(4);
  private volatile boolean isOver;

  @AfterEach
  void endProducers() {
    isOver = true;
  }

  @Test
  void eachEventComesOnceInItsProducersOrderWithWhatWasPublishedBesideIt() {
    // given producers of which every third event has nothing beside it
    for (int i = 0; i < PRODUCERS; i++) {
      int producer = i;
      Thread.ofPlatform().daemon().start(() -> produce(producer));
    }

    // when all are consumed
    var seen = new int[PRODUCERS];
    for (long next = 0; next < (long) PRODUCERS * EVENTS; next++) {
      Tick tick = (Tick) await(next);
      Object origin = ring.origin(next);
      ring.clear(next, origin);
      int producer = tick.n() % PRODUCERS;
      int number = tick.n() / PRODUCERS;

      // then none is missing, and none is mixed with another
      assertThat(number).isEqualTo(seen[producer]++);
      assertThat(origin).isEqualTo(number % 3 == 0 ? null : tick.n());
      ring.consumed().set(next);
    }
    assertThat(seen).containsOnly(EVENTS);
    assertThat(ring.cursor()).isEqualTo((long) PRODUCERS * EVENTS - 1);
  }

  private void produce(int producer) {
    int number = 0;
    while (number < EVENTS && !isOver) {
      long sequence = ring.tryClaim();
      if (sequence < 0) {
        Thread.onSpinWait();
      } else {
        int n = number * PRODUCERS + producer;
        ring.publish(sequence, new Tick(n), number % 3 == 0 ? null : (Integer) n);
        number++;
      }
    }
  }

  private Object await(long sequence) {
    Object event = ring.event(sequence);
    while (event == null) {
      assertThat(Thread.interrupted()).as("nothing came at %s in time", sequence).isFalse();
      Thread.onSpinWait();
      event = ring.event(sequence);
    }
    return event;
  }
}
