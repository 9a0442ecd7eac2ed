package io.baton.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Failure;
import io.baton.samples.text.TextEvent.TextReceived;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(err, true, UTF_8);
  private final Tally tally = new Tally(new Screen(stream, stream, false));

  @Test
  void documentThatTwoAgentsFailOnIsOneFailureOfOneLine() {
    assertThat(tally.fail(letter("fox.txt", "analyzer"))).isTrue();
    assertThat(tally.fail(letter("fox.txt", "summarizer"))).isFalse();

    assertThat(tally.isClean()).isFalse();
    assertThat(tally.totals(Duration.ZERO).failed()).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "samples/run: fox.txt: analyzer failed: java.lang.IllegalStateException: no ink\n");
  }

  private static DeadLetter letter(String document, String agent) {
    return new DeadLetter(
        Envelope.root(new TextReceived(document, "The fox.")),
        agent,
        1,
        Failure.of(new IllegalStateException("no ink")),
        List.of());
  }
}
