package io.baton.dispatcher;

import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What goes on for one run on other threads and in time, so that it can be stopped. Thread-safe.
 *
 * <p>Whoever adds something must look afterwards whether the run has ended early, and stop it then:
 * whoever ends a run says so first and then stops what is here, so one of the two sees the other.
 */
final class Underway {

  private final Set<Stoppable> all = ConcurrentHashMap.newKeySet();

  void add(Stoppable one) {
    all.add(one);
    VarHandle.fullFence();
  }

  void remove(Stoppable one) {
    all.remove(one);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void stopAll() {
    VarHandle.fullFence();
    all.forEach(Stoppable::stop);
  }
}
