package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.Act.Tick;
import io.baton.events.Envelope;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One writer, an end from another thread, and readers that are overtaken now and then. */
@Timeout(60)
class KeptEventsStressTest {

  private static final int MOST = 300;
  private static final int ROUNDS = Crew.rounds(4_000);

  private final Envelope[] events =
      IntStream.range(0, MOST).mapToObj(n -> Envelope.root(new Tick(n))).toArray(Envelope[]::new);

  private volatile KeptEvents kept = new KeptEvents(1, () -> {});

  private static int number(Envelope envelope) {
    return ((Tick) envelope.event()).n();
  }

  @Test
  void readersThatRaceTheWriterAndTheEndSeeTheSameTailInOrder() throws Exception {
    var barrier = new CyclicBarrier(4);
    Crew.together(
        4,
        ofSeconds(50),
        number -> {
          var random = new SplittableRandom(number);
          for (int round = 0; round < ROUNDS; round++) {
            if (number == 0) {
              kept = new KeptEvents(1 + random.nextInt(40), () -> {});
            }
            barrier.await();
            KeptEvents current = kept;
            switch (number) {
              case 0 -> write(current, random.nextInt(MOST));
              case 1 -> endAfter(current, random.nextInt(2 * MOST));
              case 2 -> iterate(current);
              default -> subscribe(current);
            }
            barrier.await();
          }
        });
  }

  private void write(KeptEvents current, int count) {
    for (int i = 0; i < count; i++) {
      current.add(events[i]);
    }
  }

  private static void endAfter(KeptEvents current, int spins) {
    for (int i = 0; i < spins * 10; i++) {
      Thread.onSpinWait();
    }
    current.end();
  }

  private static void iterate(KeptEvents current) {
    long before = -1;
    for (Envelope envelope : current) {
      assertThat(number(envelope)).isGreaterThan((int) before);
      before = number(envelope);
    }
    assertThat(before).isEqualTo(current.count() - 1);
    assertThat(current).hasSize((int) (current.count() - current.lost()));
  }

  private static void subscribe(KeptEvents current) throws Exception {
    var reading = new Reading();
    current.subscribe(reading);
    reading.subscription().request(1);
    reading.subscription().request(Long.MAX_VALUE);
    assertThat(reading.end.get(10, TimeUnit.SECONDS)).isEqualTo("complete");
    assertThat(reading.seen).extracting(KeptEventsStressTest::number).isSorted();
    if (!reading.seen.isEmpty()) {
      assertThat((long) number(reading.seen.getLast())).isEqualTo(current.count() - 1);
    }
  }
}
