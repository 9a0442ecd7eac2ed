package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import io.baton.events.CorrelationId;
import io.baton.events.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The two ends of a run, without a dispatcher around them: threads that meet within nanoseconds.
 */
@Timeout(60)
class RunEndStressTest {

  private static final int ROUNDS = Crew.rounds(100_000);

  private static final RunReport REPORT =
      new RunReport(
          new RunId(0, 1),
          CorrelationId.of("x"),
          RunOutcome.COMPLETED,
          Optional.empty(),
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          List.of(),
          List.of(),
          0,
          Duration.ZERO);

  private final RunEnd[] ends =
      IntStream.range(0, ROUNDS).mapToObj(_ -> new RunEnd()).toArray(RunEnd[]::new);
  private final AtomicInteger arrived = new AtomicInteger();

  /** Spins until the other thread is there too. */
  private void meet(int round) {
    arrived.incrementAndGet();
    while (arrived.get() < 2 * (round + 1)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void onlyOneOfTwoThatEndARunEndsIt() throws Exception {
    var winners = new AtomicInteger();
    Crew.together(
        2,
        ofSeconds(50),
        number -> {
          RunOutcome mine = number == 0 ? RunOutcome.COMPLETED : RunOutcome.CANCELLED;
          for (int round = 0; round < ROUNDS; round++) {
            meet(round);
            if (ends[round].end(mine, null, 0)) {
              winners.incrementAndGet();
              assertThat(ends[round].outcome()).isEqualTo(mine);
            }
          }
        });
    assertThat(winners).hasValue(ROUNDS);
  }

  @Test
  void whoeverBeginsToWaitWhileARunEndsIsTold() throws Exception {
    var futures = new AtomicReferenceArray<CompletableFuture<RunReport>>(2 * ROUNDS);
    Crew.together(
        2,
        ofSeconds(50),
        number -> {
          for (int round = 0; round < ROUNDS; round++) {
            meet(round);
            if (number == 0) {
              ends[round].end(RunOutcome.COMPLETED, null, 0);
              ends[round].tellOver(() -> REPORT);
              ends[round].tellStopped(() -> REPORT);
            } else {
              futures.set(2 * round, ends[round].over(() -> REPORT));
              futures.set(2 * round + 1, ends[round].stopped(() -> REPORT));
            }
          }
        });
    for (int i = 0; i < 2 * ROUNDS; i++) {
      assertThat(futures.get(i).get(1, TimeUnit.SECONDS)).isEqualTo(REPORT);
    }
  }
}
