package io.baton.events.json;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.events.json.EventCodecException.DuplicateKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An envelope, as an object whose attributes have the names of CloudEvents. */
record EnvelopeShape(Registry registry, boolean lenient) implements Shape {

  private static final String SPEC_VERSION = "1.0";
  private static final String TRACEPARENT = "traceparent";
  private static final Set<String> NAMES =
      Set.of(
          "specversion",
          "id",
          "source",
          EventShape.TYPE,
          EventShape.VERSION,
          "time",
          "correlationid",
          "causationid",
          "causes",
          "partitionkey",
          "hops",
          "deadline",
          TRACEPARENT,
          "headers",
          EventShape.DATA);
  private static final TextShape<EventId> ID =
      new TextShape<>(EventId.class, EventId::toString, EventId::parse);
  private static final TextShape<CorrelationId> CORRELATION =
      new TextShape<>(CorrelationId.class, CorrelationId::toString, CorrelationId::parse);
  private static final TextShape<Instant> TIME =
      new TextShape<>(Instant.class, Instant::toString, Instant::parse);
  private static final Shape IDS = new CollectionShape(new Slot(ID, Slot.Absence.NEVER), false);

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    var envelope = (Envelope) value;
    var entry = registry.of(envelope.event().getClass());
    out.startObject();
    out.member("specversion", SPEC_VERSION);
    out.member("id", envelope.id().toString());
    out.member("source", envelope.source());
    EventShape.writeType(entry, out);
    out.member("time", envelope.time().toString());
    out.member("correlationid", envelope.correlationId().toString());
    writeCauses(envelope, out, path);
    envelope.key().ifPresent(key -> out.member("partitionkey", key));
    out.member("hops", envelope.hops());
    envelope.deadline().ifPresent(time -> out.member("deadline", time.toString()));
    writeHeaders(envelope.headers(), out, path);
    EventShape.writeData(entry, envelope.event(), out, path);
    out.endObject();
  }

  private static void writeCauses(Envelope envelope, JsonWriter out, Path path) {
    envelope.causationId().ifPresent(id -> out.member("causationid", id.toString()));
    if (envelope.causes().size() > 1) {
      out.name("causes");
      IDS.write(envelope.causes(), out, path.child("causes"));
    }
  }

  private static void writeHeaders(Headers headers, JsonWriter out, Path path) {
    headers.get(TRACEPARENT).ifPresent(value -> out.member(TRACEPARENT, value));
    var others = new TreeMap<>(headers.asMap());
    others.remove(TRACEPARENT);
    if (!others.isEmpty()) {
      out.name("headers");
      HeadersShape.write(others, out, path.child("headers"));
    }
  }

  @Override
  public Envelope read(Json json, Path path) {
    var properties = Properties.of(json, path, "an envelope", NAMES, lenient);
    if (!properties.require("specversion", TextShape.STRING).equals(SPEC_VERSION)) {
      throw path.child("specversion")
          .mustBe('"' + SPEC_VERSION + '"', properties.require("specversion"));
    }
    Event event = new EventShape(Event.class, registry, lenient).read(properties);
    Optional<EventId> causation = properties.read("causationid", ID);
    try {
      return new Envelope(
          properties.require("id", ID),
          properties.require("correlationid", CORRELATION),
          causation,
          causes(properties, causation),
          properties.require("source", TextShape.STRING),
          properties.require("time", TIME),
          properties.read("partitionkey", TextShape.STRING),
          properties.number("hops", 0),
          properties.read("deadline", TIME),
          headers(properties),
          event);
    } catch (IllegalArgumentException e) {
      throw path.isRefused("Envelope", e);
    }
  }

  private static List<EventId> causes(Properties properties, Optional<EventId> causation) {
    Json json = properties.find("causes");
    if (json == null) {
      return causation.stream().toList();
    }
    List<?> ids = (List<?>) IDS.read(json, properties.path().child("causes"));
    return ids.stream().map(EventId.class::cast).toList();
  }

  private static Headers headers(Properties properties) {
    Json json = properties.find("headers");
    Path path = properties.path().child("headers");
    Headers others = json == null ? Headers.none() : new HeadersShape().read(json, path);
    Optional<String> traceparent = properties.read(TRACEPARENT, TextShape.STRING);
    if (traceparent.isPresent() && others.get(TRACEPARENT).isPresent()) {
      throw new DuplicateKey(path.child(TRACEPARENT));
    }
    return traceparent.map(value -> others.with(TRACEPARENT, value)).orElse(others);
  }
}
