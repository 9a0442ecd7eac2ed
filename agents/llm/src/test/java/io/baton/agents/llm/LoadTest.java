package io.baton.agents.llm;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.DetachedContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many at once. The figures to reach are 3 s and 1 s on a machine with nothing else to do; the best
 * of a few tries is asked for, with a margin for one that is busy. That calls one after the other
 * would take minutes is what matters.
 */
@Timeout(180)
class LoadTest {

  private static final int TRIES = 4;
  private static final Claim CLAIM = new Claim("water is wet");

  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static Duration time(int count, Callable<?> call) throws Exception {
    long started = System.nanoTime();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> calls =
          IntStream.range(0, count).mapToObj(_ -> executor.submit(call)).toList();
      for (Future<?> each : calls) {
        each.get();
      }
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** The shortest of a few tries, the last of which is the first that is short enough. */
  private static Duration best(Duration enough, int count, Callable<?> call) throws Exception {
    Duration best = time(count, call);
    for (int i = 1; i < TRIES && best.compareTo(enough) > 0; i++) {
      Duration next = time(count, call);
      best = next.compareTo(best) < 0 ? next : best;
    }
    return best;
  }

  private static Callable<?> asking(LlmAgentBuilder<Claim, String> agent) {
    var asked = agent.prompt(Claim::text).answer((_, text) -> new Claim(text)).build();
    return () -> asked.ask(CLAIM, DetachedContext.of(CLAIM)).data();
  }

  @Test
  void manyStreamsNeedFewThreads() throws Exception {
    server.always(OpenAi.saysWithin("one, two, three, four, five, six, seven", ofSeconds(2)));
    Callable<?> ask = asking(LlmAgent.builder(Claim.class).model(OpenAi.streaming(server)));
    var threads = ManagementFactory.getThreadMXBean();
    int others = threads.getThreadCount(); // of tests that ran before
    threads.resetPeakThreadCount();

    Duration best = best(ofSeconds(3), 200, ask);

    assertThat(threads.getPeakThreadCount() - others).isLessThan(60);
    assertThat(best).isLessThan(ofSeconds(8));
    assertThat(server.mostActive()).isGreaterThan(150);
  }

  @Test
  void manyBlockingCallsGoOnAtOnce() throws Exception {
    server.always(OpenAi.saysAfter("yes", ofMillis(200)));
    Callable<?> ask = asking(LlmAgent.builder(Claim.class).model(OpenAi.blocking(server)));

    Duration best = best(ofSeconds(1), 1_000, ask);

    assertThat(best).isLessThan(ofSeconds(10));
    assertThat(server.mostActive()).isGreaterThan(100);
  }
}
