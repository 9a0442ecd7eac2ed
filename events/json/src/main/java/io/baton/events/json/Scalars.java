package io.baton.events.json;

import io.baton.events.CorrelationId;
import io.baton.events.EventId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The types whose values are one text, number or boolean: those that Java has, and the user's. */
final class Scalars {

  private static final Map<Class<?>, Shape> NUMBERS =
      Map.ofEntries(
          Map.entry(byte.class, NumberShape.BYTE),
          Map.entry(Byte.class, NumberShape.BYTE),
          Map.entry(short.class, NumberShape.SHORT),
          Map.entry(Short.class, NumberShape.SHORT),
          Map.entry(int.class, NumberShape.INT),
          Map.entry(Integer.class, NumberShape.INT),
          Map.entry(long.class, NumberShape.LONG),
          Map.entry(Long.class, NumberShape.LONG),
          Map.entry(float.class, FloatingShape.FLOAT),
          Map.entry(Float.class, FloatingShape.FLOAT),
          Map.entry(double.class, FloatingShape.DOUBLE),
          Map.entry(Double.class, FloatingShape.DOUBLE),
          Map.entry(BigInteger.class, NumberShape.BIG_INTEGER),
          Map.entry(BigDecimal.class, NumberShape.BIG_DECIMAL),
          Map.entry(boolean.class, new BooleanShape()),
          Map.entry(Boolean.class, new BooleanShape()));

  private final Map<Class<?>, TextShape<?>> texts = new HashMap<>();

  Scalars() {
    add(TextShape.STRING);
    add(Character.class, Scalars::character);
    texts.put(char.class, new TextShape<>(Character.class, String::valueOf, Scalars::character));
    add(Instant.class, Instant::parse);
    add(Duration.class, Duration::parse);
    add(Period.class, Period::parse);
    add(LocalDate.class, LocalDate::parse);
    add(LocalTime.class, LocalTime::parse);
    add(LocalDateTime.class, LocalDateTime::parse);
    add(OffsetDateTime.class, OffsetDateTime::parse);
    add(ZonedDateTime.class, ZonedDateTime::parse);
    add(ZoneId.class, ZoneId::of);
    add(UUID.class, UUID::fromString);
    add(URI.class, URI::create);
    add(EventId.class, EventId::parse);
    add(CorrelationId.class, CorrelationId::parse);
  }

  boolean knows(Class<?> type) {
    return NUMBERS.containsKey(type) || texts.containsKey(type);
  }

  void add(TextShape<?> shape) {
    texts.put(shape.type(), shape);
  }

  /** The shape of a type that is a scalar or an enum. */
  Optional<Shape> shape(Class<?> type) {
    @Nullable Shape number = NUMBERS.get(type);
    return number != null ? Optional.of(number) : text(type).map(Function.identity());
  }

  /** The shape of a type that can be the key of a map. */
  Optional<TextShape<?>> key(Class<?> type) {
    if (type == Integer.class) {
      return Optional.of(new TextShape<>(Integer.class, String::valueOf, Integer::valueOf));
    }
    if (type == Long.class) {
      return Optional.of(new TextShape<>(Long.class, String::valueOf, Long::valueOf));
    }
    return text(type);
  }

  private Optional<TextShape<?>> text(Class<?> type) {
    @Nullable TextShape<?> known = texts.get(type);
    if (known != null) {
      return Optional.of(known);
    }
    return type.isEnum() ? Optional.of(ofEnum(type)) : Optional.empty();
  }

  private <T> void add(Class<T> type, Function<String, T> parse) {
    add(new TextShape<>(type, Object::toString, parse));
  }

  private static Character character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("must be one character");
    }
    return text.charAt(0);
  }

  private static <T> TextShape<T> ofEnum(Class<T> type) {
    Map<String, T> constants = new LinkedHashMap<>();
    for (T each : type.getEnumConstants()) {
      constants.put(((Enum<?>) each).name(), each);
    }
    return new TextShape<>(
        type,
        constant -> ((Enum<?>) constant).name(),
        name -> Optional.ofNullable(constants.get(name)).orElseThrow(),
        "one of " + constants.keySet());
  }
}
