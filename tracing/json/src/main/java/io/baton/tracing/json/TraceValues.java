package io.baton.tracing.json;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.RunId;
import io.baton.tracing.ThreadKind;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** How the components of trace events stand in JSON. Confined to the thread that uses it. */
final class TraceValues {

  private static final int MOST_PLACES = 1_000;

  private static final TraceShape FAILURE = TraceShape.of(Failure.class);

  private static final Map<Type, Function<String, Object>> TEXTS =
      Map.of(
          String.class, text -> text,
          EventId.class, EventId::parse,
          CorrelationId.class, CorrelationId::parse,
          RunId.class, RunId::parse,
          Instant.class, Instant::parse,
          Duration.class, Duration::parse,
          ThreadKind.class, ThreadKind::valueOf);

  private final @Nullable PayloadWriter payloads;
  private final @Nullable EnvelopeReader envelopes;

  private TraceValues(@Nullable PayloadWriter payloads, @Nullable EnvelopeReader envelopes) {
    this.payloads = payloads;
    this.envelopes = envelopes;
  }

  static TraceValues writing(PayloadWriter payloads) {
    return new TraceValues(payloads, null);
  }

  static TraceValues reading(EnvelopeReader envelopes) {
    return new TraceValues(null, envelopes);
  }

  /** Writes a member, unless there is nothing to be said. */
  void write(String name, @Nullable Object value, JsonGenerator out) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> write(name, present, out));
    } else if (value != null) {
      out.writeName(name);
      write(value, out);
    }
  }

  private void write(Object value, JsonGenerator out) {
    switch (value) {
      case Envelope envelope when payloads != null -> payloads.write(envelope);
      case Failure failure -> {
        out.writeStartObject();
        FAILURE.write(failure, out, this);
        out.writeEndObject();
      }
      case List<?> items -> {
        out.writeStartArray();
        items.forEach(item -> write(item, out));
        out.writeEndArray();
      }
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case BigDecimal number -> out.writeNumber(number);
      case Enum<?> constant -> out.writeString(constant.name());
      default -> {
        if (!TEXTS.containsKey(value.getClass())) {
          throw new IllegalStateException("no form is known for " + value.getClass());
        }
        out.writeString(value.toString());
      }
    }
  }

  /**
   * The value of a member.
   *
   * @param json what stands there; null if nothing does
   * @throws IllegalArgumentException if it is not what belongs there
   */
  Object read(String name, Type type, @Nullable JsonTree json) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return json == null || json instanceof JsonTree.Null
          ? Optional.empty()
          : Optional.of(read(name, generic.getActualTypeArguments()[0], json));
    }
    if (json == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    try {
      return read(type, json);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IllegalArgumentException(name + " is wrong: " + e.getMessage(), e);
    }
  }

  private Object read(Type type, JsonTree json) {
    return switch (json) {
      case JsonTree.Text(var text) when TEXTS.containsKey(type) -> textOf(type).apply(text);
      case JsonTree.Num(var literal) when type == int.class -> Integer.valueOf(literal);
      case JsonTree.Num(var literal) when type == long.class -> Long.valueOf(literal);
      case JsonTree.Num(var literal) when type == BigDecimal.class -> decimal(literal);
      case JsonTree.Members members when type == Failure.class -> FAILURE.read(members, this);
      case JsonTree.Members members when type == Envelope.class && envelopes != null ->
          envelopes.read(members, this);
      case JsonTree.Items(var items) when type instanceof ParameterizedType generic -> {
        Type of = generic.getActualTypeArguments()[0];
        yield items.stream().map(item -> read(of, item)).toList();
      }
      default -> throw new IllegalArgumentException("it must be " + nameOf(type));
    };
  }

  /** A short literal may stand for a number that no memory has room to add up. */
  private static BigDecimal decimal(String literal) {
    var number = new BigDecimal(literal);
    if (Math.abs((long) number.scale()) > MOST_PLACES) {
      throw new IllegalArgumentException(
          "it must have at most " + MOST_PLACES + " places, but is " + literal);
    }
    return number;
  }

  private static Function<String, Object> textOf(Type type) {
    return TEXTS.getOrDefault(type, text -> text);
  }

  private static String nameOf(Type type) {
    return type instanceof Class<?> known ? known.getSimpleName() : type.getTypeName();
  }
}
