package io.baton.tracing.viewer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times as the page reads them: in microseconds since the beginning. */
record StoryTime(Instant from) {

  long at(Instant time) {
    return micros(Duration.between(from, time));
  }

  @Nullable Long at(Optional<Instant> time) {
    return time.map(this::at).orElse(null);
  }

  static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }

  static @Nullable Long micros(Optional<Duration> duration) {
    return duration.map(StoryTime::micros).orElse(null);
  }
}
