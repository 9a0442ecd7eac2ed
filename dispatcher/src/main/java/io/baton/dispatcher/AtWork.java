package io.baton.dispatcher;

import java.util.HashSet;
import java.util.Set;

/**
 * The threads that work on a delivery, or on a batch: that of its agent, and those that help it.
 * While all of them wait, the permit of the route is given away, and nothing counts as at work:
 * otherwise agents that wait for each other could fill all there is. A place in an order is kept.
 */
final class AtWork {

  private final Delivery delivery;

  // Guarded by this.
  private final Set<Thread> helpers = new HashSet<>(4);
  private int working = 1;

  AtWork(Delivery delivery) {
    this.delivery = delivery;
  }

  /** One more thread is about to work; called by one that does. */
  synchronized void begin(Thread helper) {
    helpers.add(helper);
    working++;
  }

  synchronized void end(Thread helper) {
    helpers.remove(helper);
    pause();
  }

  synchronized boolean isHelper(Thread thread) {
    return helpers.contains(thread);
  }

  /** A thread that works begins to wait, or ends. */
  synchronized void pause() {
    working--;
    if (working == 0) {
      delivery.outlet().lend(delivery);
      delivery.engine().paused();
    }
  }

  /** A thread works again, if need be when there is a permit; others that do so wait with it. */
  synchronized void resume() {
    working++;
    if (working == 1) {
      delivery.outlet().takeBack(delivery);
      delivery.engine().resumed();
    }
  }
}
