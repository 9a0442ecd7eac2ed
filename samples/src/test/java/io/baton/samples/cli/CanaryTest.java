package io.baton.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.Secret;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import io.baton.tracing.json.ExplanationJson;
import io.baton.tracing.json.TraceWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A secret that goes through agents, and through all that tells of them, comes out nowhere. */
class CanaryTest {
  private static final String CANARY = "canary-4711";

  record Pay(@Secret String card, Optional<Credential> more, Map<String, String> headers)
      implements Event {}

  record Credential(String user, String password) {}

  record Paid(@Secret String card) implements Event {}

  record Receipt(List<Credential> items) implements Event {}

  @TempDir private Path directory;

  @Test
  void secretIsInNoTraceLogFileOrExplanation() throws Exception {
    Path file = directory.resolve("trace.jsonl");
    var recorder = new TraceRecorder();
    var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var tracing = (Logger) LoggerFactory.getLogger(Tracer.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    root.addAppender(lines);
    tracing.setLevel(Level.DEBUG);
    try (var writer = TraceWriter.to(file);
        var dispatcher =
            AsyncDispatcher.builder(router())
                .tracer(Tracer.all(writer, recorder, Tracer.slf4j()))
                .start()) {
      dispatcher.dispatch(
          new Pay(
              CANARY, Optional.of(new Credential("ada", CANARY)), Map.of("Authorization", CANARY)));
      assertThat(dispatcher.awaitDrained(Duration.ofSeconds(30)).drained()).isTrue();
    } finally {
      tracing.setLevel(null);
      root.detachAppender(lines);
    }

    var correlation = recorder.correlations().getFirst();
    var explanation = recorder.explain(correlation);
    var log =
        lines.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining());
    assertThat(explanation.steps()).hasSize(4);
    assertThat(log).contains("trace=Dispatched", "trace=DeadLettered").doesNotContain(CANARY);
    assertThat(Files.readString(file)).contains("\"user\":\"ada\"").doesNotContain(CANARY);
    assertThat(explanation.toText()).contains("card=***").doesNotContain(CANARY);
    assertThat(explanation.toMermaid()).doesNotContain(CANARY);
    assertThat(ExplanationJson.of(explanation)).contains("\"***\"").doesNotContain(CANARY);
    assertThat(Terminals.run("trace", file.toString()).out()).doesNotContain(CANARY);
    assertThat(Terminals.run("trace", file.toString(), "--explain", correlation.toString()).out())
        .contains("\"card\":\"***\"")
        .doesNotContain(CANARY);
  }

  private static Router router() {
    var router = new Router();
    router.on(Pay.class, "bank", (pay, _) -> List.of(new Paid(pay.card())));
    router.on(
        Paid.class,
        "printer",
        (paid, _) -> List.of(new Receipt(List.of(new Credential("ada", paid.card())))));
    router.listen(
        Receipt.class,
        "broken",
        _ -> {
          throw new IllegalStateException("no paper");
        });
    router.listen(DeadLetter.class, "nurse", _ -> {});
    return router;
  }
}
