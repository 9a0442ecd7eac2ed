package io.baton.dispatcher;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequence;
import io.baton.events.Event;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The ring of events: a Disruptor's sequencer, by which any thread claims a sequence, and a place
 * for each. A place is written by whoever claimed it, read and cleared by the dispatcher's thread.
 *
 * <p>Places go from one core's cache to another's, so they are small and close together: they stand
 * in two arrays and not in an object each, and the event itself shows that it is published. So
 * sixteen events share a line of the cache, in the order in which they are used, wherever the
 * garbage collector moves them.
 */
final class EventRing {

  /** Stands where somebody has claimed a sequence and had nothing to publish any more. */
  static final Event VOID = new Event() {};

  private final MultiProducerSequencer sequencer;
  private final Sequence consumed = new Sequence();

  /**
   * Null where nothing is published. They stand there as objects, since whoever stores into an
   * array of an interface looks through the interfaces of the event's class each time.
   */
  private final @Nullable Object[] events;

  /** What else is known of each event; written before it. */
  private final @Nullable Object[] origins;

  /**
   * A ring without events.
   *
   * @param size the number of places, a power of two
   */
  EventRing(int size) {
    sequencer = new MultiProducerSequencer(size, new NoWait());
    sequencer.addGatingSequences(consumed);
    events = new Object[size];
    origins = new Object[size];
  }

  int size() {
    return events.length;
  }

  /** The last sequence that was claimed, whether it is published or not. */
  long cursor() {
    return sequencer.getCursor();
  }

  /** The last sequence that the dispatcher's thread has done with. */
  Sequence consumed() {
    return consumed;
  }

  boolean hasRoom() {
    return sequencer.hasAvailableCapacity(1);
  }

  /** Claims the next sequence, which must be published then; -1 if there is no room. */
  long tryClaim() {
    try {
      return sequencer.tryNext();
    } catch (InsufficientCapacityException _) {
      return -1;
    }
  }

  /**
   * Publishes an event at a sequence that was claimed.
   *
   * @param origin null, the correlation that the caller gave, the run, what is delivered once more,
   *     or a {@link TracedRoot} of one of these
   */
  void publish(long sequence, Event event, @Nullable Object origin) {
    if (origin != null) {
      origins[place(origins, sequence)] = origin;
    }
    VarHandle.releaseFence();
    events[place(events, sequence)] = event;
  }

  /**
   * The event of a sequence; null if it is not published yet, {@link #VOID} if it is void. It is
   * read plainly before a fence, as the Disruptor's sequences are, since a handle of such arrays
   * would look at the event's class; so do something else before looking again.
   */
  @Nullable Object event(long sequence) {
    Object event = events[place(events, sequence)];
    VarHandle.acquireFence();
    return event;
  }

  /** What else is known of an event that was seen, as {@link #publish} was told. */
  @Nullable Object origin(long sequence) {
    return origins[place(origins, sequence)];
  }

  /** Takes an event away, which the consumer does before it has done with the sequence. */
  void clear(long sequence, @Nullable Object origin) {
    events[place(events, sequence)] = null;
    if (origin != null) {
      origins[place(origins, sequence)] = null;
    }
  }

  /** By the length of the array, with which compilers see that it is within. */
  private static int place(@Nullable Object[] places, long sequence) {
    return (int) sequence & (places.length - 1);
  }
}
