package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * One writer with attempts, somebody who may give the answer up, and readers of every kind: all get
 * the same events and the same end. {@code baton.seed} repeats a round.
 */
class FieldStreamStressTest {
  private static final int ROUNDS = 300;
  private static final int READERS = 6;

  @Test
  void allReadersGetTheSame() throws Exception {
    long seed = Long.getLong("baton.seed", System.nanoTime());
    System.out.println("FieldStreamStressTest: -Dbaton.seed=" + seed);
    var random = new SplittableRandom(seed);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        play(random.split(), threads, seed);
      }
    }
  }

  private static void play(SplittableRandom random, ExecutorService threads, long seed)
      throws Exception {
    var feed = new FieldFeed();
    var readings = new ArrayList<Future<String>>();
    var writer = threads.submit(writer(feed, random.split()));
    for (int i = 0; i < READERS; i++) {
      readings.add(threads.submit(reader(feed.stream(), random.nextInt(3))));
    }
    if (random.nextInt(3) == 0) {
      threads.submit(() -> feed.fail(new IllegalStateException("given up"))).get();
    }
    writer.get(60, TimeUnit.SECONDS);

    String late = FieldReadings.read(feed.stream());
    for (var reading : readings) {
      assertThat(reading.get(60, TimeUnit.SECONDS)).as("seed %s", seed).isEqualTo(late);
    }
  }

  private static Callable<Void> writer(FieldFeed feed, SplittableRandom random) {
    return () -> {
      for (int attempts = random.nextInt(3); attempts >= 0; attempts--) {
        String text = RandomJson.of(random, true);
        RandomJson.cut(text, random).forEach(feed::accept);
        if (attempts > 0) {
          feed.restart();
        }
      }
      feed.end();
      return null;
    };
  }

  private static Callable<String> reader(FieldStream stream, int kind) {
    return () -> {
      if (kind == 0) {
        return FieldReadings.read(stream);
      }
      var subscriber = new FieldReadings(kind == 1 ? 1 : Long.MAX_VALUE);
      stream.subscribe(subscriber);
      return subscriber.read();
    };
  }
}
