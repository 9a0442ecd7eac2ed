package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.Failure;
import io.baton.events.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunReportTest {

  private static final CorrelationId CORRELATION = new CorrelationId(0, 7);

  record Salary(int amount) implements Event {}

  private static RunReport report(int active, List<String> waiting, List<DeadLetter> letters) {
    return new RunReport(
        new RunId(1, 2),
        CORRELATION,
        RunOutcome.EXPIRED,
        Optional.of("its deadline has passed"),
        5,
        4,
        3,
        2,
        1,
        0,
        active,
        waiting,
        letters,
        waiting.size() * 10L,
        Duration.ofMillis(1_234));
  }

  private static DeadLetter letter() {
    return new DeadLetter(
        Envelope.root(new Salary(5_000)),
        "clerk",
        1,
        new Failure("java.io.IOException", "no paper", "trace"),
        List.of());
  }

  @Test
  void textSaysAllButPayloads() {
    assertThat(report(0, List.of(), List.of()))
        .hasToString(
            "run 00000000-0000-0000-0000-000000000007 is EXPIRED: its deadline has passed; "
                + "after 1.234 s; 5 events, 4 handled, 3 failed, 2 unrouted, 1 cancelled");
    assertThat(report(6, List.of("writer"), Collections.nCopies(4, letter())).toString())
        .endsWith(
            "; not stopped: 6; open joins: [writer]; recorded events lost: 10"
                + "; clerk failed: java.io.IOException: no paper".repeat(3)
                + "; ...");
  }

  @Test
  void listsAreCopied() {
    var names = new ArrayList<>(List.of("writer"));
    RunReport report = report(0, names, List.of());
    names.clear();

    assertThat(report.openJoins()).isEqualTo(1);
  }

  @Test
  void textFormOfAnIdentityIsReadBack() {
    var id = new RunId(0x0123_4567_89AB_7DEFL, 0x8123_4567_89AB_CDEFL);

    assertThat(RunId.parse(id.toString())).isEqualTo(id);
    assertThat(id).hasToString("01234567-89ab-7def-8123-456789abcdef");
  }
}
