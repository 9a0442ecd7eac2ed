package io.baton.agents.llm;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Reads the events of an answer one by one, and waits for them. Confined to one thread. */
final class FieldIterator implements Iterator<FieldEvent> {

  private final FieldReader reader;

  FieldIterator(FieldReader reader) {
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    if (reader.isAtEnd()) {
      return false;
    }
    var entry = reader.await();
    if (entry == null) {
      throw new FieldException.Interrupted();
    }
    if (entry.failure != null) {
      reader.take(entry);
      throw entry.failure;
    }
    return true;
  }

  @Override
  public FieldEvent next() {
    var entry = hasNext() ? reader.peek() : null;
    if (entry == null || entry.event == null) {
      throw new NoSuchElementException("the answer has ended, and all its events were read");
    }
    reader.take(entry);
    return entry.event;
  }
}
