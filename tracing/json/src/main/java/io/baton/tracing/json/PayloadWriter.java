package io.baton.tracing.json;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.events.RunId;
import io.baton.tracing.RecordedEvent;
import io.baton.tracing.Redactor;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes events as JSON, masked, in the form that {@link io.baton.events.json.EventCodec} gives
 * them, without a registry: what it does not know stands as the name of its class. Confined to the
 * thread that uses it.
 */
final class PayloadWriter {

  private static final int DEEPEST = 48;
  private static final String CUT = "…";

  private final JsonGenerator out;
  private final Redactor redactor;
  private final int mostText;
  private int depth;

  PayloadWriter(JsonGenerator out, Redactor redactor, int mostText) {
    this.out = out;
    this.redactor = redactor;
    this.mostText = mostText;
  }

  /** The envelope, with the attribute names of CloudEvents. */
  void write(Envelope envelope) {
    out.writeStartObject();
    member("specversion", "1.0");
    member("id", envelope.id().toString());
    member("source", envelope.source());
    member("type", TypeName.of(envelope.event()));
    member("time", envelope.time().toString());
    member("correlationid", envelope.correlationId().toString());
    envelope.causationId().ifPresent(id -> member("causationid", id.toString()));
    if (envelope.causes().size() > 1) {
      out.writeName("causes");
      writeItems(EventId.class, envelope.causes());
    }
    envelope.key().ifPresent(key -> member("partitionkey", key));
    out.writeName("hops").writeNumber(envelope.hops());
    envelope.deadline().ifPresent(time -> member("deadline", time.toString()));
    writeHeaders(envelope.headers());
    out.writeName("data");
    writeData(envelope.event());
    out.writeEndObject();
  }

  private void writeHeaders(Headers headers) {
    if (!headers.asMap().isEmpty()) {
      out.writeName("headers");
      writeMap(String.class, headers.asMap());
    }
  }

  /** The components of an event, without the name of its type. */
  void writeData(Event event) {
    switch (event) {
      case RecordedEvent recorded -> JsonTree.copy(recorded.json(), out);
      case Record record -> writeRecord(record);
      default -> {
        out.writeStartObject();
        out.writeEndObject();
      }
    }
  }

  private void member(String name, String value) {
    out.writeName(name).writeString(cut(value));
  }

  private String cut(String text) {
    return text.length() <= mostText ? text : text.substring(0, mostText - 1) + CUT;
  }

  private void write(Type declared, @Nullable Object value) {
    if (++depth > DEEPEST) {
      out.writeString(CUT);
    } else {
      writeKnown(declared, value);
    }
    depth--;
  }

  private void writeKnown(Type declared, @Nullable Object value) {
    switch (value) {
      case null -> out.writeNull();
      case Optional<?> optional ->
          write(argument(declared, 0), optional.isEmpty() ? null : optional.get());
      case Envelope envelope -> write(envelope);
      case EventId id -> out.writeString(id.toString());
      case CorrelationId id -> out.writeString(id.toString());
      case RunId id -> out.writeString(id.toString());
      case Headers headers -> writeMap(String.class, headers.asMap());
      case Event event when isOf(declared, Event.class) -> writeTyped(event);
      case Record record when isSealed(declared) -> writeNamed(record);
      case Record record -> writeRecord(record);
      case Map<?, ?> map -> writeMap(argument(declared, 1), entriesOf(map));
      case Collection<?> items -> writeItems(argument(declared, 0), itemsOf(items));
      case String text -> out.writeString(cut(text));
      default -> writeScalar(value);
    }
  }

  private void writeScalar(Object value) {
    switch (value) {
      case Boolean bool -> out.writeBoolean(bool);
      case Enum<?> constant -> out.writeString(constant.name());
      case Double number when !Double.isFinite(number) -> out.writeString(number.toString());
      case Float number when !Float.isFinite(number) -> out.writeString(number.toString());
      case Number number when isJsonNumber(number) -> out.writeNumber(number.toString());
      default -> {
        if (value.getClass().isArray()) {
          writeArray(value);
        } else {
          out.writeString(redactor.text(value, mostText));
        }
      }
    }
  }

  private static boolean isJsonNumber(Number number) {
    return number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte
        || number instanceof Double
        || number instanceof Float
        || number instanceof BigInteger
        || number instanceof BigDecimal;
  }

  private void writeTyped(Event event) {
    out.writeStartObject();
    member("type", TypeName.of(event));
    out.writeName("data");
    writeData(event);
    out.writeEndObject();
  }

  private void writeNamed(Record record) {
    out.writeStartObject();
    member("type", record.getClass().getSimpleName());
    out.writeName("data");
    writeRecord(record);
    out.writeEndObject();
  }

  private void writeRecord(Record record) {
    out.writeStartObject();
    try {
      for (var member : redactor.members(record)) {
        out.writeName(member.name());
        if (member.isMasked()) {
          out.writeString(Redactor.MASK);
        } else {
          write(member.type(), member.value());
        }
      }
    } catch (IllegalArgumentException e) {
      // A component that cannot be read says so in its place, and ends the record.
      out.writeName("unreadable").writeString(String.valueOf(e.getMessage()));
    }
    out.writeEndObject();
  }

  private void writeMap(Type values, Map<String, ? extends @Nullable Object> map) {
    out.writeStartObject();
    map.forEach((name, value) -> {
      out.writeName(name);
      if (redactor.masks(name)) {
        out.writeString(Redactor.MASK);
      } else {
        write(values, value);
      }
    });
    out.writeEndObject();
  }

  /** What a foreign map gives, before any of it is written: it may fail in the midst. */
  private Map<String, @Nullable Object> entriesOf(Map<?, ?> map) {
    var entries = new LinkedHashMap<String, @Nullable Object>();
    try {
      map.forEach((key, value) -> entries.put(redactor.text(key, mostText), value));
    } catch (RuntimeException | Error e) {
      entries.put("unreadable", e.getClass().getName());
    }
    return entries;
  }

  /** What a foreign collection gives, before any of it is written: it may fail in the midst. */
  private static List<@Nullable Object> itemsOf(Collection<?> collection) {
    var items = new ArrayList<@Nullable Object>();
    try {
      collection.forEach(items::add);
    } catch (RuntimeException | Error e) {
      items.add(CUT + " cannot be read: " + e.getClass().getName());
    }
    return items;
  }

  private void writeItems(Type items, Iterable<? extends @Nullable Object> values) {
    out.writeStartArray();
    for (var value : values) {
      write(items, value);
    }
    out.writeEndArray();
  }

  private void writeArray(Object array) {
    out.writeStartArray();
    for (int i = 0; i < Array.getLength(array); i++) {
      write(Object.class, Array.get(array, i));
    }
    out.writeEndArray();
  }

  private static Type argument(Type declared, int index) {
    return declared instanceof ParameterizedType type
            && type.getActualTypeArguments().length > index
        ? type.getActualTypeArguments()[index]
        : Object.class;
  }

  /** Whether the declared type is this interface, or one that extends it. */
  private static boolean isOf(Type declared, Class<?> type) {
    return declared instanceof Class<?> known
        && known.isInterface()
        && type.isAssignableFrom(known);
  }

  private static boolean isSealed(Type declared) {
    return declared instanceof Class<?> known && known.isSealed();
  }
}
