package io.baton.dispatcher;

import io.baton.events.IdSource;

/** A ring of messages that are used again and again; it grows. Confined to one thread. */
final class MessageQueue {

  private static final int INITIAL = 64;

  private final IdSource ids;
  private final BatchClock clock;
  private Message[] messages = new Message[INITIAL];
  private int head;
  private int size;

  MessageQueue(IdSource ids, BatchClock clock) {
    this.ids = ids;
    this.clock = clock;
    fill(0);
  }

  /** Puts a message at the end, to be filled by the caller. */
  Message add() {
    if (size == messages.length) {
      grow();
    }
    return messages[(head + size++) & (messages.length - 1)];
  }

  /** The first message; call {@link #remove} when it has been read. */
  Message first() {
    return messages[head];
  }

  /** Removes the first message, which may be used again from now on. */
  void remove() {
    messages[head].clear();
    head = (head + 1) & (messages.length - 1);
    size--;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  private void grow() {
    var more = new Message[messages.length * 2];
    for (int i = 0; i < size; i++) {
      more[i] = messages[(head + i) & (messages.length - 1)];
    }
    messages = more;
    head = 0;
    fill(size);
  }

  private void fill(int from) {
    for (int i = from; i < messages.length; i++) {
      messages[i] = new Message(ids, clock);
    }
  }
}
