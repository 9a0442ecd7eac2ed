package io.baton.agents.llm;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The types whose values are one text, number or boolean, and any JSON. */
final class Scalars {

  private static final TextShape CHARACTER = new TextShape("one character", Scalars::character);

  private static final Map<Class<?>, Shape> SHAPES =
      Map.ofEntries(
          Map.entry(String.class, TextShape.ANY),
          Map.entry(char.class, CHARACTER),
          Map.entry(Character.class, CHARACTER),
          Map.entry(boolean.class, new BooleanShape()),
          Map.entry(Boolean.class, new BooleanShape()),
          Map.entry(byte.class, IntegerShape.BYTE),
          Map.entry(Byte.class, IntegerShape.BYTE),
          Map.entry(short.class, IntegerShape.SHORT),
          Map.entry(Short.class, IntegerShape.SHORT),
          Map.entry(int.class, IntegerShape.INT),
          Map.entry(Integer.class, IntegerShape.INT),
          Map.entry(long.class, IntegerShape.LONG),
          Map.entry(Long.class, IntegerShape.LONG),
          Map.entry(BigInteger.class, IntegerShape.BIG),
          Map.entry(float.class, DecimalShape.FLOAT),
          Map.entry(Float.class, DecimalShape.FLOAT),
          Map.entry(double.class, DecimalShape.DOUBLE),
          Map.entry(Double.class, DecimalShape.DOUBLE),
          Map.entry(BigDecimal.class, DecimalShape.BIG),
          Map.entry(LocalDate.class, text("a date such as 2026-01-31", LocalDate::parse)),
          Map.entry(LocalTime.class, text("a time of day such as 17:45:00", LocalTime::parse)),
          Map.entry(
              LocalDateTime.class,
              text("a date and time such as 2026-01-31T17:45:00", LocalDateTime::parse)),
          Map.entry(
              OffsetDateTime.class,
              text(
                  "a date and time with an offset such as 2026-01-31T17:45:00+01:00",
                  OffsetDateTime::parse)),
          Map.entry(
              ZonedDateTime.class,
              text(
                  "a date and time with a zone such as 2026-01-31T17:45:00+01:00[Europe/Paris]",
                  ZonedDateTime::parse)),
          Map.entry(
              Instant.class, text("a time in UTC such as 2026-01-31T17:45:00Z", Instant::parse)),
          Map.entry(
              Duration.class,
              text("a duration in the form of ISO 8601 such as PT1H30M", Duration::parse)),
          Map.entry(
              UUID.class,
              text("a UUID such as 123e4567-e89b-12d3-a456-426614174000", Scalars::uuid)),
          Map.entry(URI.class, text("a URI such as https://example.org/page", URI::create)),
          Map.entry(JsonNode.class, new AnyShape()));

  private Scalars() {}

  static Optional<Shape> shape(Class<?> type) {
    return Optional.ofNullable(SHAPES.get(type));
  }

  private static TextShape text(String form, Function<String, Object> parse) {
    return new TextShape(form, parse);
  }

  private static Object character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("must be one character");
    }
    return text.charAt(0);
  }

  /** The JDK also takes what is shorter. */
  private static Object uuid(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("must have all its digits");
    }
    return uuid;
  }
}
