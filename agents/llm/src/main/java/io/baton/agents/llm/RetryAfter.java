package io.baton.agents.llm;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The header {@code Retry-After} of RFC 9110, section 10.2.3: seconds, or a date, which counts from
 * the server's own date, so that clocks need not agree. Also {@code retry-after-ms}, which some
 * model services send.
 */
final class RetryAfter {

  /** Longer than anybody waits, and still a number of nanoseconds. */
  private static final Duration LONGEST = Duration.ofSeconds(1_000_000_000);

  private RetryAfter() {}

  static Optional<Duration> of(HttpHeaders headers) {
    return headers
        .firstValue("retry-after-ms")
        .flatMap(RetryAfter::number)
        .map(millis -> Duration.ofNanos(Math.round(millis * 1e6)))
        .or(() -> headers.firstValue("retry-after").flatMap(value -> wait(value, headers)));
  }

  private static Optional<Duration> wait(String value, HttpHeaders headers) {
    Optional<Duration> seconds =
        number(value).map(number -> Duration.ofNanos(Math.round(number * 1e9)));
    return seconds.or(() -> date(value).map(date -> until(date, headers)));
  }

  private static Duration until(Instant date, HttpHeaders headers) {
    Instant now = headers.firstValue("date").flatMap(RetryAfter::date).orElseGet(Instant::now);
    Duration wait = Duration.between(now, date);
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }

  private static Optional<Double> number(String value) {
    try {
      double number = Double.parseDouble(value.strip());
      return number >= 0
          ? Optional.of(Math.min(number, (double) LONGEST.toSeconds()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
