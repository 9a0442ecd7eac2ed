package io.baton.events.json;

import static io.baton.events.json.Codecs.CODEC;
import static io.baton.events.json.Codecs.TIME;
import static io.baton.events.json.Codecs.assertSurvives;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.events.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventCodecFormTest {

  private static final EventId FIRST = new EventId(0x7000, 1);
  private static final EventId SECOND = new EventId(0x7000, 2);
  private static final Envelope FULL =
      new Envelope(
          new EventId(0x7000, 3),
          new CorrelationId(0x8000, 4),
          Optional.of(FIRST),
          List.of(FIRST, SECOND),
          "planner",
          TIME,
          Optional.of("k"),
          2,
          Optional.of(TIME.plusSeconds(1)),
          Headers.of(Map.of("traceparent", "00-1-2-01", "tenant", "t")),
          new Order.Percent(9));

  @Test
  void attributesHaveTheNamesOfCloudEvents() {
    assertThat(CODEC.encode(FULL))
        .isEqualTo(
            """
            {"specversion":"1.0","id":"00000000-0000-7000-0000-000000000003",\
            "source":"planner","type":"Order.Percent","typeversion":1,\
            "time":"2026-03-01T10:15:30.123456789Z",\
            "correlationid":"00000000-0000-8000-0000-000000000004",\
            "causationid":"00000000-0000-7000-0000-000000000001",\
            "causes":["00000000-0000-7000-0000-000000000001",\
            "00000000-0000-7000-0000-000000000002"],"partitionkey":"k","hops":2,\
            "deadline":"2026-03-01T10:15:31.123456789Z","traceparent":"00-1-2-01",\
            "headers":{"tenant":"t"},"data":{"value":9}}\
            """);
  }

  @Test
  void fullEnvelopeSurvives() {
    assertSurvives(CODEC, FULL);
  }

  @Test
  void rootLeavesOutWhatItHasNot() {
    String json = CODEC.encode(Envelope.root(new Order.Empty(), TIME));

    assertThat(json)
        .doesNotContain("causationid", "causes", "partitionkey", "deadline", "headers", "null");
  }

  @Test
  void soleCauseStandsAsCausationAlone() {
    var one =
        new Envelope(
            SECOND,
            FULL.correlationId(),
            Optional.of(FIRST),
            List.of(FIRST),
            "cook",
            TIME,
            Optional.empty(),
            1,
            Optional.empty(),
            Headers.none(),
            new Order.Empty());

    assertThat(CODEC.encode(one)).contains("causationid").doesNotContain("\"causes\"");
    assertSurvives(CODEC, one);
  }

  @Test
  void orderOfAttributesAndSpaceDoNotMatter() {
    String json =
        """
        { "data": {"value": 9}, "headers": {"tenant": "t", "traceparent": "00-1-2-01"},
          "hops": 2, "deadline": "2026-03-01T10:15:31.123456789Z", "partitionkey": "k",
          "causes": ["00000000-0000-7000-0000-000000000001",
                     "00000000-0000-7000-0000-000000000002"],
          "causationid": "00000000-0000-7000-0000-000000000001", "typeversion": 1,
          "correlationid": "00000000-0000-8000-0000-000000000004", "type": "Order.Percent",
          "time": "2026-03-01T10:15:30.123456789Z", "source": "planner",
          "id": "00000000-0000-7000-0000-000000000003", "specversion": "1.0" }
        """;

    assertThat(CODEC.decode(json)).isEqualTo(FULL);
    assertThat(CODEC.decode(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(FULL);
  }

  @Test
  void optionalAttributesMayBeNullOrAbsent() {
    String json =
        """
        {"specversion":"1.0","id":"00000000-0000-7000-0000-000000000003","source":"s",
         "type":"Order.Empty","time":"2026-03-01T10:15:30Z","causationid":null,"deadline":null,
         "correlationid":"00000000-0000-8000-0000-000000000004","data":{}}\
        """;

    Envelope envelope = CODEC.decode(json);

    assertThat(envelope.causes()).isEmpty();
    assertThat(envelope.deadline()).isEmpty();
    assertThat(envelope.hops()).isZero();
  }
}
