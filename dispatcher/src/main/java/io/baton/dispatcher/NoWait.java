package io.baton.dispatcher;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;

/**
 * The ring's own way of waiting is not used: the dispatcher's thread also has an inbox to watch.
 */
final class NoWait implements com.lmax.disruptor.WaitStrategy {

  @Override
  public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier) {
    return dependent.get();
  }

  @Override
  public void signalAllWhenBlocking() {}
}
