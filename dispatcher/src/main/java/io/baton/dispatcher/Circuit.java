package io.baton.dispatcher;

import java.time.Duration;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit of one route. Thread-safe: guarded by itself.
 *
 * <p>What an attempt has come to is believed only in the phase in which it began: one that began
 * before the circuit opened says nothing about whether it may close.
 */
final class Circuit {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final String route;
  private final CircuitBreaker settings;
  private final BitSet failed = new BitSet();
  private int next;
  private int phase;
  private boolean isOpen;
  private boolean isProbed;
  private long openUntil;

  Circuit(String route, CircuitBreaker settings) {
    this.route = route;
    this.settings = settings;
  }

  /**
   * An attempt is about to be made; gives the phase that it belongs to.
   *
   * @throws CircuitOpenException if it must not be made
   */
  synchronized int enter(long now) {
    if (isShut(now)) {
      throw new CircuitOpenException(route, Duration.ofNanos(isProbed ? 0 : openUntil - now));
    }
    isProbed = isOpen;
    return phase;
  }

  /** Whether no attempt is let through. */
  synchronized boolean isShut(long now) {
    return isOpen && (isProbed || openUntil - now > 0);
  }

  /** An attempt of a phase has ended well, or in a way that does not count. */
  synchronized void succeeded(int phaseOfAttempt) {
    if (phaseOfAttempt == phase) {
      if (isOpen) {
        isOpen = false;
        nextPhase();
        log.info("circuit closed: agent={}", route);
      } else {
        count(false);
      }
    }
  }

  /** An attempt of a phase has failed. */
  void failed(int phaseOfAttempt, Throwable cause, long now) {
    if (settings.isFailure(cause)) { // foreign code, and so outside of the lock
      countFailure(phaseOfAttempt, now);
    } else {
      succeeded(phaseOfAttempt);
    }
  }

  private synchronized void countFailure(int phaseOfAttempt, long now) {
    if (phaseOfAttempt == phase) {
      count(true);
      if (isOpen || failed.cardinality() >= settings.failures()) {
        open(now);
      }
    }
  }

  /** An attempt of a phase was cancelled, which says nothing. */
  synchronized void abandoned(int phaseOfAttempt) {
    if (phaseOfAttempt == phase) {
      isProbed = false;
    }
  }

  private void open(long now) {
    isOpen = true;
    nextPhase();
    openUntil = now + Nanos.of(settings.pause());
    log.warn("circuit opened: agent={} pause={}", route, settings.pause());
  }

  private void nextPhase() {
    phase++;
    isProbed = false;
    failed.clear();
    next = 0;
  }

  private void count(boolean isFailed) {
    failed.set(next, isFailed);
    next = (next + 1) % settings.attempts();
  }
}
