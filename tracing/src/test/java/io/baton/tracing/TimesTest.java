package io.baton.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 µs",
    "PT0.0000002S, 0.2 µs",
    "PT0.000012S, 12 µs",
    "PT0.0009999S, 999 µs",
    "PT0.0021S, 2.1 ms",
    "PT0.99996S, 999.9 ms",
    "PT1S, 1.00 s",
    "PT59.999S, 59.99 s",
    "PT61S, 1 min 1 s",
    "PT25H3M, 25 h 3 min",
    "PT-0.002S, -2.0 ms"
  })
  void unitFitsTheDuration(Duration duration, String text) {
    assertThat(Times.of(duration)).isEqualTo(text);
  }
}
