package io.baton.tracing.json;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.events.json.EventCodec;
import io.baton.events.json.EventCodecException;
import io.baton.tracing.RecordedEvent;
import io.baton.tracing.Redactor;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads envelopes; events that the codec does not accept come as they stand. Thread-safe. */
record EnvelopeReader(EventCodec codec, Redactor redactor) {

  Envelope read(JsonTree.Members json, TraceValues values) {
    Optional<EventId> causation = optional("causationid", EventId.class, json, values);
    return new Envelope(
        required("id", EventId.class, json, values),
        required("correlationid", CorrelationId.class, json, values),
        causation,
        causes(json, causation, values),
        required("source", String.class, json, values),
        required("time", Instant.class, json, values),
        optional("partitionkey", String.class, json, values),
        required("hops", int.class, json, values),
        optional("deadline", Instant.class, json, values),
        headers(json.values().get("headers")),
        event(json, values));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the values see to the type
  private static <T> T required(String name, Type type, JsonTree.Members json, TraceValues values) {
    return (T) values.read(name, type, json.values().get(name));
  }

  private static <T> Optional<T> optional(
      String name, Class<T> type, JsonTree.Members json, TraceValues values) {
    JsonTree value = json.values().get(name);
    return value == null
        ? Optional.empty()
        : Optional.of(type.cast(values.read(name, type, value)));
  }

  private static List<EventId> causes(
      JsonTree.Members json, Optional<EventId> causation, TraceValues values) {
    if (json.values().get("causes") instanceof JsonTree.Items(var items)) {
      return items.stream()
          .map(item -> (EventId) values.read("causes", EventId.class, item))
          .toList();
    }
    return causation.stream().toList();
  }

  private static Headers headers(@Nullable JsonTree json) {
    if (!(json instanceof JsonTree.Members(var values))) {
      return Headers.none();
    }
    var headers = new LinkedHashMap<String, String>();
    values.forEach((name, value) -> {
      if (value instanceof JsonTree.Text(var text)) {
        headers.put(name, text);
      }
    });
    return Headers.of(headers);
  }

  private Event event(JsonTree.Members json, TraceValues values) {
    String type = required("type", String.class, json, values);
    JsonTree data = json.values().getOrDefault("data", new JsonTree.Members(Map.of()));
    var event = new LinkedHashMap<String, JsonTree>();
    event.put("type", new JsonTree.Text(type));
    event.put("data", data);
    try {
      return codec.decodeEvent(new JsonTree.Members(event).toJson(Redactor.bySecretOnly()));
    } catch (EventCodecException _) {
      // Of a class that is not here, or masked in a way that its class does not bear.
      return new RecordedEvent(type, data.toJson(redactor));
    }
  }
}
