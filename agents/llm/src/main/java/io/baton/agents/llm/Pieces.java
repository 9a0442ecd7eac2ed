package io.baton.agents.llm;

import java.util.Iterator;
import java.util.concurrent.Flow;

/**
 * All that a model sends for one reply, piece by piece, as it comes. Every reader sees the same
 * from the beginning, early, late and at the same time as others; a slow one holds nobody back.
 * Thread-safe; an iterator is for one thread.
 *
 * <p>If the reply fails, readers get its {@link ModelException} behind the last piece. Iterators
 * block; one whose thread is interrupted throws a {@code ModelException} of kind {@code CANCELLED},
 * and the thread's flag stays set. Subscribers are called on virtual threads.
 */
public final class Pieces implements Iterable<Piece>, Flow.Publisher<Piece> {

  private final Replay<Piece> replay;

  Pieces(Replay<Piece> replay) {
    this.replay = replay;
  }

  @Override
  public Iterator<Piece> iterator() {
    return replay.iterator();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Piece> subscriber) {
    replay.subscribe(subscriber);
  }
}
