package io.baton.tracing;

import static io.baton.tracing.Traces.MONDAY;
import static io.baton.tracing.Traces.TUESDAY;
import static io.baton.tracing.Traces.at;
import static io.baton.tracing.Traces.note;
import static io.baton.tracing.Traces.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.events.CorrelationId;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TraceRecorderBoundTest {

  @Test
  void atTheBoundNothingIsDropped() {
    var recorder = recorderOfNumbers(3, 3);

    assertThat(recorder.events()).containsExactly(numbered(0), numbered(1), numbered(2));
    assertThat(recorder.dropped()).isZero();
  }

  @Test
  void onePastTheBoundDropsTheOldestAndCountsIt() {
    var recorder = recorderOfNumbers(3, 4);

    assertThat(recorder.events()).containsExactly(numbered(1), numbered(2), numbered(3));
    assertThat(recorder.size()).isEqualTo(3);
    assertThat(recorder.dropped()).isEqualTo(1);
  }

  @Test
  void boundOfOneKeepsTheNewest() {
    var recorder = recorderOfNumbers(1, 5);

    assertThat(recorder.events()).containsExactly(numbered(4));
    assertThat(recorder.correlations()).containsExactly(new CorrelationId(7, 4));
    assertThat(recorder.dropped()).isEqualTo(4);
  }

  @Test
  void boundOfOneFindsTheNewestOfACorrelationThatComesAgain() {
    var recorder = new TraceRecorder(1);
    recorder.trace(numbered(3));
    recorder.trace(numbered(3));

    assertThat(recorder.events(new CorrelationId(7, 3))).containsExactly(numbered(3));
  }

  @Test
  void defaultBoundIsAHundredThousand() {
    var recorder = new TraceRecorder();

    IntStream.rangeClosed(0, 100_000).forEach(n -> recorder.trace(numbered(n)));

    assertThat(recorder.size()).isEqualTo(TraceRecorder.DEFAULT_CAPACITY).isEqualTo(100_000);
    assertThat(recorder.dropped()).isEqualTo(1);
  }

  @Test
  void boundOfLessThanOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TraceRecorder(0))
        .withMessage("capacity must be at least 1, but is 0");
  }

  @Test
  void whatIsOlderThanTheNewestByMoreThanTheAgeIsDropped() {
    var recorder = new TraceRecorder(100, Duration.ofSeconds(10));

    record(recorder, 0, 5, 10);
    assertThat(recorder.events()).hasSize(3);
    record(recorder, 11);

    assertThat(recorder.events())
        .extracting(TraceEvent::time)
        .containsExactly(at(5), at(10), at(11));
    assertThat(recorder.dropped()).isEqualTo(1);
    assertThat(recorder.events(MONDAY)).isEqualTo(recorder.events());
  }

  @Test
  void muchThatGrowsTooOldAtOnceIsShownNoMore() {
    var recorder = new TraceRecorder(10_000, Duration.ofSeconds(10));

    IntStream.range(0, 10_000).forEach(_ -> record(recorder, 0));
    record(recorder, 60);

    assertThat(recorder.events()).hasSize(1);
    assertThat(recorder.size()).isEqualTo(1);
    assertThat(recorder.correlations()).containsExactly(MONDAY);
    assertThat(recorder.dropped()).isEqualTo(10_000);
  }

  @Test
  void ageThatReachesBeyondTheFirstInstantKeepsAll() {
    var recorder = new TraceRecorder(100, Duration.ofSeconds(Long.MAX_VALUE));

    record(recorder, 0, 5);

    assertThat(recorder.events()).hasSize(2);
    assertThat(recorder.dropped()).isZero();
  }

  @Test
  void ageThatIsNotPositiveIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TraceRecorder(10, Duration.ZERO))
        .withMessage("age must be positive, but is PT0S");
  }

  private static void record(TraceRecorder recorder, int... seconds) {
    for (int second : seconds) {
      recorder.trace(Traces.ended(MONDAY, "cook", second));
    }
  }

  @Test
  void correlationIsForgottenWithItsLastTraceEvent() {
    var recorder = recorderOfNumbers(10, 10_000);

    assertThat(recorder.correlations())
        .containsExactlyElementsOf(
            IntStream.range(9_990, 10_000).mapToObj(n -> new CorrelationId(7, n)).toList());
    assertThat(recorder.events(new CorrelationId(7, 9_989))).isEmpty();
  }

  @Test
  void longCorrelationLosesItsOldestOnly() {
    var recorder = new TraceRecorder(3);

    recorder.trace(note(MONDAY, "a"));
    recorder.trace(note(MONDAY, "b"));
    recorder.trace(note(TUESDAY, "c"));
    recorder.trace(note(MONDAY, "d"));

    assertThat(recorder.events(MONDAY)).containsExactly(note(MONDAY, "b"), note(MONDAY, "d"));
    assertThat(recorder.events(TUESDAY)).containsExactly(note(TUESDAY, "c"));
  }

  @Test
  void boundHoldsAfterAClearInTheMiddle() {
    var recorder = recorderOfNumbers(3, 4);

    recorder.clear();
    IntStream.range(10, 14).forEach(n -> recorder.trace(numbered(n)));

    assertThat(recorder.events()).containsExactly(numbered(11), numbered(12), numbered(13));
    assertThat(recorder.dropped()).isEqualTo(2);
    assertThat(recorder.correlations()).hasSize(3);
  }

  @Test
  void indexAgreesWithTheRingWhateverComes() {
    var random = new Random(42);
    var recorder = new TraceRecorder(17);

    for (int n = 0; n < 2_000; n++) {
      recorder.trace(note(new CorrelationId(7, random.nextInt(6)), "" + n));
      if (random.nextInt(100) == 0) {
        recorder.clear();
      }
      assertThatIndexAgrees(recorder);
    }
  }

  private static void assertThatIndexAgrees(TraceRecorder recorder) {
    for (int i = 0; i < 6; i++) {
      var correlation = new CorrelationId(7, i);
      var found = recorder.matching(event -> event.correlationId().equals(correlation));
      assertThat(recorder.events(correlation)).isEqualTo(found);
      assertThat(recorder.correlations().contains(correlation)).isEqualTo(!found.isEmpty());
    }
  }

  private static TraceRecorder recorderOfNumbers(int capacity, int count) {
    var recorder = new TraceRecorder(capacity);
    IntStream.range(0, count).forEach(n -> recorder.trace(numbered(n)));
    return recorder;
  }
}
