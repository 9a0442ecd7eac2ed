package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.baton.agents.Join;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Right;
import io.baton.events.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {

  private static final Duration LONGEST = ofSeconds(Long.MAX_VALUE);

  @Test
  void backoffDoublesUpToItsMostAndIsDrawnFromTheUpperHalf() {
    var retry = Retry.attempts(9).backoff(ofMillis(100), ofSeconds(1));

    assertThat(Stream.of(1, 2, 3, 4, 5, 60, 70).map(attempt -> retry.delay(attempt, 0)))
        .containsExactly(
            ofMillis(50),
            ofMillis(100),
            ofMillis(200),
            ofMillis(400),
            ofMillis(500),
            ofMillis(500),
            ofMillis(500));
    assertThat(retry.delay(1, 0.5)).isEqualTo(ofMillis(75));
    assertThat(retry.delay(5, 0.999_999)).isBetween(ofMillis(999), ofSeconds(1));
  }

  @Test
  void backoffOfNothingOrOfMoreThanCanBeCountedIsNoMistake() {
    var random = new SplittableRandom(1);

    for (int attempt = 1; attempt < 100; attempt++) {
      assertThat(Retry.attempts(99).backoff(ZERO, ZERO).delay(attempt, random.nextDouble()))
          .isZero();
      assertThat(Retry.attempts(99).backoff(ZERO, LONGEST).delay(attempt, 0.999)).isZero();
      assertThat(Retry.attempts(99).backoff(ofNanos(1), LONGEST).delay(attempt, 0.999))
          .isPositive();
      assertThat(Retry.attempts(99).backoff(LONGEST, LONGEST).delay(attempt, 0.999)).isPositive();
    }
  }

  @Test
  void onlyExceptionsThatThePredicateHoldsForAreTriedAgainAndNoErrors() {
    var retry = Retry.attempts(2).when(e -> e instanceof IOException);

    assertThat(retry.isAfter(1, new IOException("net"))).isTrue();
    assertThat(retry.isAfter(2, new IOException("net"))).isFalse();
    assertThat(retry.isAfter(1, new IllegalStateException("mistake"))).isFalse();
    assertThat(Retry.attempts(2).isAfter(1, new AssertionError("error"))).isFalse();
  }

  @Test
  void rateIsKeptInEverySpanOfItsPeriod() {
    var limiter = new RateLimiter(new RateLimiter.Rate(3, ofNanos(100)));

    // at one instant, then a little later, then long after
    assertThat(Stream.generate(() -> limiter.reserve(0)).limit(7))
        .containsExactly(0L, 0L, 0L, 100L, 100L, 100L, 200L);
    assertThat(limiter.reserve(150)).isEqualTo(50);
    assertThat(limiter.reserve(1_000)).isZero();
    assertThat(limiter.reserve(1_010)).isZero();
    assertThat(limiter.reserve(1_020)).isZero();
    assertThat(limiter.reserve(1_030)).isEqualTo(70);
  }

  @Test
  void rateOfARandomLoadIsNeverExceeded() {
    var random = new SplittableRandom(7);
    var limiter = new RateLimiter(new RateLimiter.Rate(5, ofNanos(1_000)));
    long[] begins = new long[10_000];
    long now = Long.MAX_VALUE - 500_000; // a clock may pass its end
    for (int i = 0; i < begins.length; i++) {
      now += random.nextInt(300);
      begins[i] = now + limiter.reserve(now);
    }

    for (int i = 5; i < begins.length; i++) {
      assertThat(begins[i] - begins[i - 5]).as("span before %s", i).isGreaterThanOrEqualTo(1_000);
    }
  }

  @Test
  void rateOfAnUncountablePeriodLetsItsAttemptsThroughAndNoMore() {
    var limiter = new RateLimiter(new RateLimiter.Rate(1, LONGEST));

    assertThat(limiter.reserve(5)).isZero();
    assertThat(Stream.generate(() -> limiter.reserve(6)).limit(9))
        .allMatch(wait -> wait > ofSeconds(1_000_000_000).toNanos());
  }

  static List<Arguments> mistakes() {
    return List.of(
        mistake(() -> Retry.attempts(0), "attempts must be at least 1, but is 0"),
        mistake(
            () -> Retry.attempts(2).backoff(ofSeconds(-1), ofSeconds(1)),
            "the first backoff must not be negative, but is PT-1S"),
        mistake(
            () -> Retry.attempts(2).backoff(ofSeconds(2), ofSeconds(1)),
            "the longest backoff must be at least the first, PT2S, but is PT1S"),
        mistake(
            () -> new Recovery.RetryAfter(ofSeconds(-1)),
            "delay must not be negative, but is PT-1S"),
        mistake(
            () -> CircuitBreaker.opensAfter(0, 9), "failures must be at least 1, but is 0"),
        mistake(
            () -> CircuitBreaker.opensAfter(5, 4),
            "attempts must be from failures, 5, to 10000, but is 4"),
        mistake(
            () -> CircuitBreaker.opensAfter(1, 1).pause(ZERO), "pause must be positive, but is PT0S"),
        mistake(() -> route(o -> o.timeout(ZERO)), "timeout must be positive, but is PT0S"),
        mistake(
            () -> route(o -> o.rateLimit(0, ofSeconds(1))),
            "a rate must be from 1 to 1000000 attempts, but is 0"),
        mistake(
            () -> route(o -> o.rateLimit(1, ZERO)),
            "a rate's period must be positive, but is PT0S"));
  }

  private static Arguments mistake(ThrowingCallable code, String message) {
    return Arguments.of(code, message);
  }

  private static void route(UnaryOperator<RouteOptions<Ask>> options) {
    new Router().listen(Ask.class, "cook", _ -> {}, options);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsRefusedWithItsBoundAndItsValue(ThrowingCallable code, String message) {
    assertThatIllegalArgumentException().isThrownBy(code).withMessage(message);
  }

  @Test
  void inlineAgentCannotHaveWhatNeedsAnotherThread() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> route(PolicyTest::withEverything))
        .withMessage(
            "route cook is INLINE, so it cannot have timeout, retry, recover, rateLimit,"
                + " circuitBreaker: its agent must not be interrupted, and later attempts would leave"
                + " the order of the dispatcher's thread; make it VIRTUAL, and ordered(SERIAL) if"
                + " order matters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Router().on("join", join(), PolicyTest::withEverything))
        .withMessageStartingWith("route join is INLINE, so it cannot have timeout, retry");
  }

  private static io.baton.agents.AggregatorAgent join() {
    return Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n()));
  }

  private static <E extends Event> RouteOptions<E> withEverything(RouteOptions<E> options) {
    return options
        .execution(Execution.INLINE)
        .timeout(ofSeconds(1))
        .retry(Retry.attempts(2))
        .recover((_, _, _) -> new Recovery.Bury())
        .rateLimit(1, ofSeconds(1))
        .circuitBreaker(CircuitBreaker.opensAfter(1, 1));
  }

  @Test
  void asynchronousAgentThatIsCalledInlineMayHaveThemAll() {
    var route =
        new Router()
            .onAsync(
                Ask.class,
                "async",
                (_, _) -> new CompletableFuture<List<Event>>(),
                PolicyTest::withEverything);

    assertThat(route.name()).isEqualTo("async");
  }

  @Test
  void replacingByNullIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> new Recovery.Replace(Arrays.asList(new Ask(1), null)));
  }
}
