package io.baton.dispatcher;

import io.baton.agents.JoinClosing;
import io.baton.events.IdSource;

/**
 * The messages of the dispatcher's thread, to which it is confined: the one from outside, that of a
 * join that has just closed, and the follow-ups; and which of them is being routed.
 *
 * <p>They are used again and again, and now and then made anew, as {@link MessageQueue} tells. The
 * one from outside is filled only when somebody asks for it: most agents look at their event only.
 */
final class LoopMessages {

  private static final int ROOT = 0;
  private static final int FOLLOW_UP = 1;
  private static final int CLOSING = 2;

  /** The event that is being taken from the ring is no message yet. */
  private static final int UNFILLED = 3;

  private static final int BATCHES_BETWEEN_RENEWALS = 64;

  private final IdSource ids;
  private final BatchClock clock;
  private final MessageQueue followUps;
  private Message root;
  private Message closing;
  private int batches;

  /** Which message is being routed; to write a reference to it would cost more. */
  private int current = ROOT;

  LoopMessages(IdSource ids, BatchClock clock) {
    this.ids = ids;
    this.clock = clock;
    followUps = new MessageQueue(ids, clock);
    root = new Message(ids, clock);
    closing = new Message(ids, clock);
  }

  /** Called once a batch, while none is being routed. */
  void nextBatch() {
    followUps.nextBatch();
    if (++batches >= BATCHES_BETWEEN_RENEWALS) {
      batches = 0;
      root = new Message(ids, clock);
      closing = new Message(ids, clock);
    }
  }

  /** Lets go of what they refer to, while none is being routed. */
  void clear() {
    followUps.renew();
    root.clear();
    closing.clear();
  }

  /** The one that is being routed. */
  Message current() {
    return switch (current) {
      case FOLLOW_UP -> followUps.first();
      case CLOSING -> closing;
      default -> root;
    };
  }

  MessageQueue followUps() {
    return followUps;
  }

  /** The event that is being taken from the ring is routed from now on. */
  void toUnfilled() {
    current = UNFILLED;
  }

  /** Whether the one that is being routed is still to be filled, and is {@link #toRoot} then. */
  boolean isUnfilled() {
    return current == UNFILLED;
  }

  /** The one from outside, which is routed from now on. */
  Message toRoot() {
    current = ROOT;
    return root;
  }

  /** The first of the follow-ups, which is routed from now on. */
  Message toFollowUp() {
    current = FOLLOW_UP;
    return followUps.first();
  }

  /** The one of a join that has just closed; valid until the next one closes. */
  Message closing(JoinClosing join) {
    closing.becomeClosing(join);
    return closing;
  }

  /**
   * That of a join is handed to its function now, in the midst of routing another; which it was.
   */
  int enterClosing() {
    int before = current;
    current = CLOSING;
    return before;
  }

  /** Goes on with what {@link #enterClosing} has told. */
  void leaveClosing(int before) {
    current = before;
  }
}
