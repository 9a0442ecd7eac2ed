package io.baton.dispatcher;

import io.baton.events.Envelope;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads a run's events one by one, and waits for them. Confined to one thread. */
final class KeptIterator implements Iterator<Envelope> {

  private final KeptEvents events;
  private final KeptReader reader;
  private @Nullable Envelope next;

  KeptIterator(KeptEvents events) {
    this.events = events;
    reader = new KeptReader(events);
  }

  @Override
  public boolean hasNext() {
    while (next == null && !reader.isAtEnd()) {
      next = reader.poll();
      if (next == null) {
        await();
      }
    }
    return next != null;
  }

  private void await() {
    events.refuseWaitInside();
    events.await(
        () -> reader.hasNews() || reader.isAtEnd(), Thread.currentThread()::isInterrupted);
    if (Thread.currentThread().isInterrupted()) {
      throw new DispatchInterruptedException("interrupted while waiting for an event of a run");
    }
  }

  @Override
  public Envelope next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the run has ended, and all its events were read");
    }
    Envelope event = next;
    next = null;
    if (event == null) {
      throw new NoSuchElementException("all events were read");
    }
    return event;
  }
}
