package io.baton.dispatcher;

import io.baton.events.Event;

/** Puts an event into the only join that takes it, which has a short way for its parts. */
final class PartCall extends InlineCall {

  private final Loop loop;
  private final JoinRoute join;
  private final int slot;

  PartCall(Loop loop, JoinRoute join, int slot) {
    this.loop = loop;
    this.join = join;
    this.slot = slot;
  }

  @Override
  void call(InlineCalls calls, Message message, Event event) {
    join.deliverPart(loop, message, slot);
  }
}
