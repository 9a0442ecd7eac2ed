package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two threads that answer each other: an event that wakes nobody would leave both asleep. */
class FieldLogStressTest {
  private static final int EVENTS = 100_000;

  @Test
  void noEventIsMissedByWhoWaitsForIt() throws Exception {
    var questions = new FieldLog();
    var answers = new FieldLog();

    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
      Future<Integer> asking = threads.submit(() -> play(questions, answers, true));
      Future<Integer> answering = threads.submit(() -> play(answers, questions, false));
      try {
        assertThat(asking.get(60, TimeUnit.SECONDS)).isEqualTo(EVENTS);
        assertThat(answering.get(60, TimeUnit.SECONDS)).isEqualTo(EVENTS);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static int play(FieldLog mine, FieldLog theirs, boolean isFirst) {
    var event = new FieldEvent.Reset(FieldPath.root());
    var reader = new FieldReader(theirs, _ -> true);
    int count = 0;
    while (count < EVENTS) {
      if (isFirst) {
        mine.add(event);
      }
      var entry = reader.await();
      if (entry == null) {
        return count; // interrupted
      }
      reader.take(entry);
      if (!isFirst) {
        mine.add(event);
      }
      count++;
    }
    return count;
  }
}
