package io.baton.dispatcher;

import io.baton.events.DeadLetter;
import java.util.List;

/**
 * The dead letters that a dispatcher keeps: the last 10,000; older ones are dropped and counted.
 * Thread-safe.
 */
public interface DeadLetters {

  /** All that are kept, the oldest first. */
  List<DeadLetter> list();

  /** How many are kept. */
  int size();

  /** How many were dropped because there were too many. */
  long dropped();

  /**
   * Delivers the event once more, to the route that failed and to no other, with the same event id
   * and correlation, the same source, time and headers, in a new run. The letter is removed. The
   * agent's attempts are counted anew; if they fail again, there is a letter again. Outside of an
   * agent it waits while the dispatcher is full, as {@code dispatch} does.
   *
   * @return false if the letter is not kept any more, or its route is gone or no longer takes such
   *     events; nothing happens then
   * @throws DispatcherClosedException if the dispatcher is closed; the letter is kept then
   * @throws DispatchInterruptedException if the caller is interrupted while it waits; the letter is
   *     kept then
   */
  boolean redispatch(DeadLetter letter);

  /**
   * Forgets a letter.
   *
   * @return false if it was not kept
   */
  boolean remove(DeadLetter letter);
}
