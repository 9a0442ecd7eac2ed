package io.baton.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.Envelope;
import io.baton.events.Event;
import java.time.Instant;

/** What the tests share: a codec of all samples, and both directions of it. */
final class Codecs {

  static final Instant TIME = Instant.parse("2026-03-01T10:15:30.123456789Z");
  static final EventCodec CODEC = EventCodec.builder().registerAll(Order.class).build();

  private Codecs() {}

  static Envelope envelope(Event event) {
    return Envelope.root(event, TIME);
  }

  static void assertSurvives(EventCodec codec, Event event) {
    assertSurvives(codec, envelope(event));
    assertThat(codec.decodeEvent(codec.encodeEvent(event))).isEqualTo(event);
  }

  static void assertSurvives(EventCodec codec, Envelope envelope) {
    assertThat(codec.decode(codec.encode(envelope))).isEqualTo(envelope);
    assertThat(codec.decode(codec.encodeBytes(envelope))).isEqualTo(envelope);
  }

  /** The JSON of an event of the given type and data. */
  static String json(String type, String data) {
    return "{\"type\":\"%s\",\"data\":%s}".formatted(type, data);
  }
}
