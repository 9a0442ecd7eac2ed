package io.baton.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.CorrelationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TraceRecorderStressTest {

  private static final int THREADS = 4;
  private static final int EACH = 5_000;
  private static final int ALL = THREADS * EACH;

  @Test
  void concurrentRecordingLosesNothingWithinTheBound() throws Exception {
    var recorder = new TraceRecorder(ALL);

    recordConcurrently(recorder);

    assertThat(recorder.size()).isEqualTo(ALL);
    assertThat(recorder.dropped()).isZero();
    for (int thread = 0; thread < THREADS; thread++) {
      assertThat(recorder.events(correlation(thread))).isEqualTo(notes(thread));
    }
  }

  @Test
  void concurrentRecordingPastTheBoundCountsWhatItDropped() throws Exception {
    var recorder = new TraceRecorder(100);

    recordConcurrently(recorder);

    assertThat(recorder.size()).isEqualTo(100);
    assertThat(recorder.dropped()).isEqualTo(ALL - 100);
    assertThat(recorder.correlations().stream().mapToInt(c -> recorder.events(c).size()).sum())
        .isEqualTo(100);
  }

  @Test
  void aStackThatEndsWhileRecordingLeavesTheRecorderToOthers() throws Exception {
    for (int round = 0; round < 40; round++) {
      int number = round;
      var recorder = new TraceRecorder(8, Duration.ofHours(1));
      notes(0).subList(0, 20).forEach(recorder::trace);

      var deep =
          new Thread(
              null,
              () -> recordAtTheBrink(recorder, notes(1).get(number)),
              "deep",
              256 * 1024 + number % 16 * 16L);
      deep.start();
      deep.join();
      var other = Thread.ofPlatform().start(() -> notes(2).subList(0, 20).forEach(recorder::trace));

      assertThat(other.join(Duration.ofSeconds(10))).as("round %s", round).isTrue();
      assertThat(recorder.events()).isEqualTo(notes(2).subList(12, 20));
      assertThat(recorder.events(correlation(2))).isEqualTo(notes(2).subList(12, 20));
    }
  }

  /** Fills the stack, and records in each of the last frames on the way back. */
  private static boolean recordAtTheBrink(TraceRecorder recorder, TraceEvent event) {
    try {
      if (recordAtTheBrink(recorder, event)) {
        return true;
      }
    } catch (StackOverflowError _) {
      // this frame is the last one for which there was room
    }
    try {
      recorder.trace(event);
      return true;
    } catch (StackOverflowError _) {
      return false;
    }
  }

  @Test
  void queriesDuringRecordingSeeEachThreadsOrder() throws Exception {
    var recorder = new TraceRecorder(100);
    var recording = new AtomicBoolean(true);

    try (var readers = Executors.newSingleThreadExecutor()) {
      var reader =
          readers.submit(() -> {
            while (recording.get()) {
              assertThatNumbersRise(recorder.events(correlation(0)));
              assertThat(recorder.events()).hasSizeLessThanOrEqualTo(100);
            }
          });
      recordConcurrently(recorder);
      recording.set(false);
      reader.get();
    }
  }

  @Test
  void queriesDuringRecordingSeeNoGap() throws Exception {
    var recorder = new TraceRecorder(100);
    var recording = new AtomicBoolean(true);

    var writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int n = 0; recording.get(); n++) {
                recorder.trace(Traces.note(correlation(0), "" + n));
              }
            });
    try {
      for (int round = 0; round < 100_000; round++) {
        assertThatNothingIsMissing(recorder.events());
        assertThatNothingIsMissing(recorder.events(correlation(0)));
      }
    } finally {
      recording.set(false);
      writer.join();
    }
  }

  private static void assertThatNothingIsMissing(List<TraceEvent> notes) {
    if (!notes.isEmpty()) {
      assertThat(number(notes.getLast()) - number(notes.getFirst())).isEqualTo(notes.size() - 1);
    }
  }

  private static int number(TraceEvent note) {
    return Integer.parseInt(((TraceEvent.Note) note).text());
  }

  @Test
  void listenerSeesEachOnceAndInTheOrderOfRecordingWhileManyRecord() throws Exception {
    var recorder = new TraceRecorder(ALL);
    var seen = new ArrayList<TraceEvent>();

    var subscription = recorder.subscribe(seen::add);
    recordConcurrently(recorder);
    subscription.close();

    assertThat(subscription.dropped()).isZero();
    assertThat(seen).isEqualTo(recorder.events());
  }

  @Test
  void whatAListenerThatIsOverrunDoesNotSeeIsCounted() throws Exception {
    var recorder = new TraceRecorder(10);
    var seen = new ArrayList<TraceEvent>();

    var subscription = recorder.subscribe(seen::add);
    recordConcurrently(recorder);
    subscription.close();

    assertThat(seen.size() + subscription.dropped()).isEqualTo(ALL);
    assertThat(seen).endsWith(recorder.last(1).getFirst());
    for (int thread = 0; thread < THREADS; thread++) {
      var correlation = correlation(thread);
      assertThatNumbersRise(
          seen.stream().filter(event -> event.correlationId().equals(correlation)).toList());
    }
  }

  @Test
  void noneIsSeenTwiceWhileAFewPlacesAreOverwrittenClearedAndTooOld() throws Exception {
    for (int capacity = 1; capacity <= 3; capacity++) {
      var recorder = new TraceRecorder(capacity, Duration.ofNanos(1));
      var seen = new ArrayList<TraceEvent>();
      var recording = new AtomicBoolean(true);

      var subscription = recorder.subscribe(seen::add);
      var clearing =
          Thread.ofPlatform()
              .start(() -> {
                while (recording.get()) {
                  recorder.clear();
                  assertThat(recorder.size()).isNotNegative();
                }
              });
      recordConcurrently(recorder, TraceRecorderStressTest::ends);
      recording.set(false);
      clearing.join();
      subscription.close();

      assertThat(seen).doesNotHaveDuplicates();
      assertThat(seen.size() + subscription.dropped()).isEqualTo(ALL);
      recorder.trace(ends(0).getLast());
      assertThat(recorder.last(1)).containsExactly(ends(0).getLast());
    }
  }

  @Test
  void indexHoldsWhatTheRingHoldsAfterQueriesDuringRecording() throws Exception {
    var recorder = new TraceRecorder(64);
    var recording = new AtomicBoolean(true);
    var strangers = new ArrayList<TraceEvent>();

    var reader =
        Thread.ofPlatform()
            .start(() -> {
              while (recording.get()) {
                recorder.correlations().forEach(recorder::events);
              }
            });
    recordConcurrently(recorder);
    recording.set(false);
    reader.join();

    for (int thread = 0; thread < THREADS; thread++) {
      var correlation = correlation(thread);
      assertThat(recorder.events(correlation))
          .isEqualTo(recorder.matching(event -> event.correlationId().equals(correlation)));
    }
  }

  @Test
  void listenerThatWaitsIsWokenByEach() throws Exception {
    var recorder = new TraceRecorder(8);
    var seen = new SynchronousQueue<TraceEvent>();
    var random = new Random(1);
    var start = System.nanoTime();

    try (var _ = recorder.subscribe(event -> hand(seen, event))) {
      for (var note : notes(0)) {
        for (int spin = random.nextInt(200); spin > 0; spin--) {
          Thread.onSpinWait();
        }
        recorder.trace(note);
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(note);
      }
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("less than if a few were found only by the look that is made every second")
        .isLessThan(Duration.ofSeconds(15));
  }

  private static void hand(SynchronousQueue<TraceEvent> queue, TraceEvent event) {
    try {
      queue.put(event);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void recordConcurrently(TraceRecorder recorder) throws Exception {
    recordConcurrently(recorder, TraceRecorderStressTest::notes);
  }

  private static void recordConcurrently(
      TraceRecorder recorder, IntFunction<List<TraceEvent>> ofThread) throws Exception {
    var start = new CountDownLatch(1);
    try (var executor = Executors.newFixedThreadPool(THREADS)) {
      var running =
          IntStream.range(0, THREADS)
              .mapToObj(thread ->
                  executor.submit(() -> {
                    start.await();
                    ofThread.apply(thread).forEach(recorder::trace);
                    return thread;
                  }))
              .toList();
      start.countDown();
      for (var thread : running) {
        thread.get();
      }
    }
  }

  private static void assertThatNumbersRise(List<TraceEvent> notes) {
    var numbers = notes.stream().map(TraceRecorderStressTest::number).toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  private static List<TraceEvent> notes(int thread) {
    return IntStream.range(0, EACH)
        .<TraceEvent>mapToObj(n -> Traces.note(correlation(thread), "" + n))
        .toList();
  }

  /** Of times that go up, and for each other thread down. */
  private static List<TraceEvent> ends(int thread) {
    return IntStream.range(0, EACH)
        .<TraceEvent>mapToObj(
            n -> Traces.ended(correlation(thread), "cook", thread % 2 == 0 ? n : EACH - n))
        .toList();
  }

  private static CorrelationId correlation(int thread) {
    return new CorrelationId(7, thread);
  }
}
