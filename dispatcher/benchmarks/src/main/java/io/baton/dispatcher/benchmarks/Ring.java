package io.baton.dispatcher.benchmarks;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * The bare Disruptor: a ring for many producers, and one handler on a thread that yields while it
 * waits. The thread lives for a round only, or else it would take a core from the other side.
 */
final class Ring {

  static final int SIZE = 65_536;

  private final RingBuffer<Slot> ring =
      RingBuffer.createMultiProducer(Slot::new, SIZE, new YieldingWaitStrategy());
  private final BatchEventProcessor<Slot> processor;
  private @Nullable Thread thread;

  Ring(EventHandler<Slot> handler) {
    processor = new BatchEventProcessorBuilder().build(ring, ring.newBarrier(), handler);
    ring.addGatingSequences(processor.getSequence());
  }

  void start() {
    thread = Thread.ofPlatform().name("ring").start(processor);
  }

  void stop() throws InterruptedException {
    processor.halt();
    if (thread != null) {
      thread.join();
    }
  }

  void publish(Event event) {
    ring.publishEvent(Slot::fill, event);
  }

  void publish(Event event, CorrelationId correlationId) {
    ring.publishEvent(Slot::fill, event, correlationId);
  }

  /** A place of the ring. */
  static final class Slot {

    private @Nullable Event event;
    private @Nullable CorrelationId correlationId;

    private static void fill(Slot slot, long sequence, Event event) {
      slot.event = event;
    }

    private static void fill(Slot slot, long sequence, Event event, CorrelationId id) {
      slot.event = event;
      slot.correlationId = id;
    }

    Event event() {
      if (event == null) {
        throw new IllegalStateException("nothing was published here");
      }
      return event;
    }

    CorrelationId correlationId() {
      if (correlationId == null) {
        throw new IllegalStateException("nothing was published here");
      }
      return correlationId;
    }
  }
}
