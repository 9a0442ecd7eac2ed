package io.baton.dispatcher;

import org.jspecify.annotations.Nullable;

/** What an outlet notes about a delivery while that waits there and runs. */
abstract sealed class Queued permits Delivery {

  /**
   * The key of the lane that it waits in or holds; null if it has none. Written by the dispatcher's
   * thread while it is alone with it.
   */
  @Nullable Object lane;

  /**
   * The batch that it is part of; null if it is in none. Written by the dispatcher's thread while
   * it is alone with it.
   */
  @Nullable BatchRun batch;

  /** Whether it goes on by itself, though its route takes batches; written as above. */
  boolean isAlone;

  /** Whether it waits no more; a hint, that spares a search. */
  volatile boolean isTaken;
}
