package io.baton.dispatcher;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What stands before the agent of one route: its rate limiter and its circuit. Thread-safe. */
final class Guard {

  private final @Nullable RateLimiter limiter;
  private final @Nullable Circuit circuit;

  private Guard(@Nullable RateLimiter limiter, @Nullable Circuit circuit) {
    this.limiter = limiter;
    this.circuit = circuit;
  }

  /** The guard of a route; null if it needs none. */
  static @Nullable Guard of(RouteSpec spec) {
    var rate = spec.policy().rate();
    var breaker = spec.policy().breaker();
    return rate == null && breaker == null
        ? null
        : new Guard(
            rate == null ? null : new RateLimiter(rate),
            breaker == null ? null : new Circuit(spec.name(), breaker));
  }

  /** Reserves a place for an attempt, unless it is to be refused; gives how long it must wait. */
  Duration reserve(Engine engine) {
    if (limiter == null) {
      return Duration.ZERO;
    }
    long now = engine.time().nanoTime();
    boolean isRefused = circuit != null && circuit.isShut(now);
    return isRefused ? Duration.ZERO : Duration.ofNanos(limiter.reserve(now));
  }

  /**
   * Lets an attempt through.
   *
   * @throws CircuitOpenException if the circuit does not
   */
  @Nullable Pass enter(Engine engine) {
    return circuit == null
        ? null
        : new Pass(circuit, circuit.enter(engine.time().nanoTime()), engine);
  }

  /** What an attempt was let through with, to be told once what it has come to. */
  record Pass(Circuit circuit, int phase, Engine engine) {

    void succeeded() {
      circuit.succeeded(phase);
    }

    void failed(Throwable cause) {
      circuit.failed(phase, cause, engine.time().nanoTime());
    }

    void abandoned() {
      circuit.abandoned(phase);
    }
  }
}
