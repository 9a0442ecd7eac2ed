package io.baton.agents;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/** A part that was kept until it was known to be one too many; what else is known is its join's. */
record DroppedPart(JoinClosing join, Event event, long idHigh, long idLow) implements Arrival {

  @Override
  public long correlationHigh() {
    return join.correlationHigh();
  }

  @Override
  public long correlationLow() {
    return join.correlationLow();
  }

  @Override
  public @Nullable Object owner() {
    return join.owner();
  }

  @Override
  public int hops() {
    return join.hops();
  }

  @Override
  public long deadlineMillis() {
    return join.deadlineMillis();
  }
}
