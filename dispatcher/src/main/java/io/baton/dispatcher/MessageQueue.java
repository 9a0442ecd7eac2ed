package io.baton.dispatcher;

import io.baton.events.IdSource;

/**
 * A ring of messages that are used again and again; it grows. Confined to one thread.
 *
 * <p>Now and then it is made anew, while it is empty: to write a reference to a young object into
 * an old one costs the garbage collector's barrier a memory fence, so the messages had better be
 * young.
 */
final class MessageQueue {

  private static final int INITIAL = 64;
  private static final int BATCHES_BETWEEN_RENEWALS = 64;

  private final IdSource ids;
  private final BatchClock clock;
  private Message[] messages = new Message[INITIAL];
  private int head;
  private int size;
  private int batches;
  private boolean isUsed;

  MessageQueue(IdSource ids, BatchClock clock) {
    this.ids = ids;
    this.clock = clock;
    fill(0);
  }

  /** Puts a message at the end, to be filled by the caller. */
  Message add() {
    isUsed = true;
    if (size == messages.length) {
      grow();
    }
    return messages[(head + size++) & (messages.length - 1)];
  }

  /** The first message; call {@link #remove} when it has been read. */
  Message first() {
    return messages[head];
  }

  /** Removes the first message, which may be used again from now on; {@link #renew} lets it go. */
  void remove() {
    head = (head + 1) & (messages.length - 1);
    size--;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Called once a batch. */
  void nextBatch() {
    if (++batches >= BATCHES_BETWEEN_RENEWALS) {
      renew();
    }
  }

  /** Makes all messages anew, if the queue is empty and any of them was used. */
  void renew() {
    if (size == 0 && isUsed) {
      isUsed = false;
      batches = 0;
      head = 0;
      messages = new Message[INITIAL];
      fill(0);
    }
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
