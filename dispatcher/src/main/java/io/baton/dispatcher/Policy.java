package io.baton.dispatcher;

import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route's options say about the attempts of its deliveries. Null stands for what was not
 * asked for.
 */
record Policy(
    @Nullable Duration timeout,
    @Nullable Retry retry,
    Recovery.@Nullable Handler<Event> recovery,
    RateLimiter.@Nullable Rate rate,
    @Nullable CircuitBreaker breaker,
    boolean isStrict) {

  static final Policy NONE = new Policy(null, null, null, null, null, false);

  Policy withTimeout(Duration timeout) {
    return new Policy(timeout, retry, recovery, rate, breaker, isStrict);
  }

  Policy withRetry(Retry retry) {
    return new Policy(timeout, retry, recovery, rate, breaker, isStrict);
  }

  @SuppressWarnings("unchecked") // a route gives its handler only events of its types
  Policy withRecovery(Recovery.Handler<?> handler) {
    return new Policy(timeout, retry, (Recovery.Handler<Event>) handler, rate, breaker, isStrict);
  }

  Policy withRate(RateLimiter.Rate rate) {
    return new Policy(timeout, retry, recovery, rate, breaker, isStrict);
  }

  Policy withBreaker(CircuitBreaker breaker) {
    return new Policy(timeout, retry, recovery, rate, breaker, isStrict);
  }

  Policy strictly() {
    return new Policy(timeout, retry, recovery, rate, breaker, true);
  }

  /** Refuses what an agent on the dispatcher's own thread cannot have. */
  void refuseInline(String route) {
    List<String> senseless = forOtherThreads();
    if (!senseless.isEmpty()) {
      throw new IllegalArgumentException(
          "route "
              + route
              + " is INLINE, so it cannot have "
              + String.join(", ", senseless)
              + ": its agent must not be interrupted, and later attempts would leave the order of the"
              + " dispatcher's thread; make it VIRTUAL, and ordered(SERIAL) if order matters");
    }
  }

  /** Refuses what is not to be had for several events at once. */
  void refuseBatched(String route) {
    var options = new ArrayList<String>();
    addIf(timeout != null, "timeout", options);
    addIf(rate != null, "rateLimit", options);
    addIf(breaker != null, "circuitBreaker", options);
    if (!options.isEmpty()) {
      throw new IllegalArgumentException(
          "route "
              + route
              + " takes batches, so it cannot have "
              + String.join(", ", options)
              + ", which are for the attempts of single events");
    }
  }

  private List<String> forOtherThreads() {
    var options = new ArrayList<String>();
    addIf(timeout != null, "timeout", options);
    addIf(retry != null, "retry", options);
    addIf(recovery != null, "recover", options);
    addIf(rate != null, "rateLimit", options);
    addIf(breaker != null, "circuitBreaker", options);
    return options;
  }

  private static void addIf(boolean isSet, String option, List<String> options) {
    if (isSet) {
      options.add(option);
    }
  }
}
