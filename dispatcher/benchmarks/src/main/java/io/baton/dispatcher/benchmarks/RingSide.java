package io.baton.dispatcher.benchmarks;

/**
 * A load on the bare ring.
 *
 * @param producers how many threads publish
 */
record RingSide(Ring ring, Goal goal, int producers, Load load) implements Side {

  @Override
  public long run(int units) throws InterruptedException {
    goal.arm(units);
    ring.start();
    long nanos = load.run(producers, units, goal);
    ring.stop();
    goal.check();
    return nanos;
  }
}
