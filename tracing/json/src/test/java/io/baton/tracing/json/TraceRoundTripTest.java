package io.baton.tracing.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.DeadLetter;
import io.baton.events.TerminateEvent;
import io.baton.events.json.EventCodec;
import io.baton.tracing.Explanation;
import io.baton.tracing.RecordedEvent;
import io.baton.tracing.TraceEvent;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TraceRoundTripTest {

  private final EventCodec codec =
      EventCodec.builder().register("Samples.Ask", 1, Samples.Ask.class).build();

  @Test
  void everyTypeOfTraceEventIsAmongTheSamples() {
    var covered = Samples.ofEachType().stream().map(Object::getClass).collect(Collectors.toSet());

    assertThat(covered).containsExactlyInAnyOrderElementsOf(TraceShapes.types());
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    var read = read(Samples.written(Samples.ofEachType()));

    assertThat(read).containsExactlyElementsOf(Samples.ofEachType());
  }

  @Test
  void eachTraceEventIsOneLine() {
    assertThat(Samples.written(Samples.ofEachType()).lines())
        .hasSameSizeAs(Samples.ofEachType())
        .allMatch(line -> line.startsWith("{\"trace\":\"") && line.endsWith("}"));
  }

  @Test
  void envelopeHasTheNamesOfCloudEvents() {
    var dispatched =
        new TraceEvent.Dispatched(Samples.envelope(new Samples.Ask("rainy")), Samples.START);

    assertThat(Samples.written(List.of(dispatched)))
        .isEqualTo(
            """
            {"trace":"Dispatched","envelope":{"specversion":"1.0",\
            "id":"00000000-0000-0000-0000-000000000003","source":"cook","type":"Samples.Ask",\
            "time":"2026-01-01T00:00:00.000001Z",\
            "correlationid":"00000000-0000-0000-0000-000000000001",\
            "causationid":"00000000-0000-0000-0000-000000000004",\
            "causes":["00000000-0000-0000-0000-000000000004",\
            "00000000-0000-0000-0000-000000000006"],"partitionkey":"table 4","hops":2,\
            "deadline":"2026-01-01T00:01:00.000001Z",\
            "headers":{"tenant":"a","traceparent":"00-1-2-01"},"data":{"mood":"rainy"}},\
            "time":"2026-01-01T00:00:00.000001Z"}
            """);
  }

  @Test
  void eventOfAnUnknownTypeKeepsItsNameAndItsContent() {
    var lines =
        Samples.written(
            List.of(
                new TraceEvent.Dispatched(
                    Samples.envelope(new Samples.Ask("rainy")), Samples.START)));

    var read = (TraceEvent.Dispatched) Samples.reader(lines).next().orElseThrow();

    assertThat(read.envelope().event())
        .isEqualTo(new RecordedEvent("Samples.Ask", "{\"mood\":\"rainy\"}"));
    assertThat(Samples.written(List.of(read))).isEqualTo(lines);
    assertThat(Explanation.of(List.of(read)).toText()).contains("Ask{\"mood\":\"rainy\"}");
  }

  @Test
  void systemEventsAreKnown() {
    var lines =
        Samples.written(
            List.of(
                new TraceEvent.Dispatched(
                    Samples.envelope(new TerminateEvent("enough")), Samples.START),
                new TraceEvent.Dispatched(
                    Samples.envelope(
                        new DeadLetter(
                            Samples.envelope(new Samples.Ask("rainy")),
                            "cook",
                            2,
                            Samples.FAILURE,
                            List.of("cook"))),
                    Samples.START)));

    assertThat(read(lines))
        .extracting(
            event -> ((TraceEvent.Dispatched) event).envelope().event().getClass().getName())
        .containsExactly(TerminateEvent.class.getName(), DeadLetter.class.getName());
  }

  @Test
  void secretsAreInNoLine() {
    var login =
        new Samples.Login(
            "ada", "canary-4711", Optional.of(4711), Map.of("Access-Token", "canary-4712"));
    var lines =
        Samples.written(List.of(new TraceEvent.Dispatched(Samples.envelope(login), Samples.START)));

    assertThat(lines)
        .doesNotContain("4711", "4712")
        .contains(
            "{\"user\":\"ada\",\"pin\":\"***\",\"apiKey\":\"***\",\"more\":{\"Access-Token\":\"***\"}}");
  }

  @Test
  void secretOfAFileThatWasNotMaskedIsMaskedByItsName() {
    var lines =
        Samples.written(
                List.of(
                    new TraceEvent.Dispatched(
                        Samples.envelope(new Samples.Ask("rainy")), Samples.START)))
            .replace("\"mood\":\"rainy\"", "\"password\":\"canary\"");

    assertThat(Samples.reader(lines).next().orElseThrow().toString())
        .doesNotContain("canary")
        .contains("***");
  }

  private List<TraceEvent> read(String lines) {
    var bytes = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    return TraceReader.builder().codec(codec).of(bytes).events().toList();
  }
}
