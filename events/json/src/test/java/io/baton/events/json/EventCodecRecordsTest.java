package io.baton.events.json;

import static io.baton.events.json.Codecs.CODEC;
import static io.baton.events.json.Codecs.TIME;
import static io.baton.events.json.Codecs.assertSurvives;
import static io.baton.events.json.Codecs.envelope;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.events.json.Order.Figure;
import io.baton.events.json.Order.Line;
import io.baton.events.json.Order.Priority;
import io.baton.events.json.Order.Tree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecRecordsTest {

  private static final Order.Placed PLACED =
      new Order.Placed(
          "4711",
          List.of(new Line("tea", 2, Optional.of("green")), new Line("cup", 1, Optional.empty())),
          Priority.HIGH,
          Instant.MAX,
          Duration.ofSeconds(-3, 5));

  record Priced(Currency currency, Map<Currency, Integer> rates) implements Event {}

  record Carrier(EventId id, CorrelationId run, Headers headers, Envelope inner) implements Event {}

  static Stream<Order> samples() {
    return Stream.of(
        PLACED,
        new Order.Empty(),
        new Order.Texts(
            UUID.randomUUID(), URI.create("x:y"), LocalDate.EPOCH, Optional.of(TIME), null),
        new Order.Texts(UUID.randomUUID(), URI.create(""), LocalDate.MIN, Optional.empty(), "nick"),
        new Order.Maps(
            Map.of(
                "a/b~c", new Line("", 0, Optional.empty()), "", new Line("x", 1, Optional.of(""))),
            Map.of(Priority.HIGH, 1),
            Map.of(Long.MIN_VALUE, List.of("", "ü€😀")),
            Set.of("x", "y"),
            List.of(Optional.of(1), Optional.empty()),
            Arrays.asList("a", null)),
        new Order.Drawn(
            new Figure.Box(new Figure.Box(new Figure.Circle(0.1), 2), 3),
            new Tree("root", List.of(new Tree("leaf", List.of())))),
        new Order.Wrapped(PLACED, List.of(new Order.Empty(), PLACED), Optional.of(PLACED)),
        new Order.Wrapped(
            new Order.Wrapped(PLACED, List.of(), Optional.empty()), List.of(), Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void recordSurvives(Order event) {
    assertSurvives(CODEC, event);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        -0.0,
        0.1,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.NEGATIVE_INFINITY
      })
  void extremeNumbersSurvive(double d) {
    BigInteger big = BigInteger.ONE.shiftLeft(3_000);
    BigDecimal exact = new BigDecimal(big, 2_000_000_000);
    float f = (float) d;

    assertSurvives(
        CODEC,
        new Order.Numbers(
            Byte.MIN_VALUE, Short.MAX_VALUE, -1, Long.MIN_VALUE, f, d, true, '"', 5, big, exact));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000\u001f\"\\/\u2028\ufeff", "half \ud83d", "\ude00 half", "😀"})
  void anyTextSurvives(String text) {
    assertSurvives(CODEC, new Order.Payment(text, 1, Map.of()));
  }

  @Test
  void secretsAreWrittenInFull() {
    assertThat(CODEC.encodeEvent(new Order.Payment("4000", 123, Map.of())))
        .contains("\"card\":\"4000\",\"code\":123");
  }

  @Test
  void typeWithTextFormOfTheUsersOwnSurvives() {
    var codec =
        EventCodec.builder()
            .text(Currency.class, Currency::getCurrencyCode, Currency::getInstance)
            .register(Priced.class)
            .build();
    Currency euro = Currency.getInstance("EUR");

    assertSurvives(codec, new Priced(euro, Map.of(euro, 1)));
    assertThat(codec.encodeEvent(new Priced(euro, Map.of()))).contains("\"currency\":\"EUR\"");
  }

  @Test
  void idsHeadersAndEnvelopesAreComponentsToo() {
    var codec = EventCodec.builder().register(Carrier.class, Order.Empty.class).build();
    var inner = envelope(new Order.Empty());

    assertSurvives(
        codec,
        new Carrier(inner.id(), CorrelationId.of("x"), Headers.none().with("a", "b"), inner));
  }

  @Test
  void whatIsReadCannotBeChanged() {
    var maps =
        (Order.Maps)
            CODEC.decodeEvent(
                CODEC.encodeEvent(
                    new Order.Maps(Map.of(), Map.of(), Map.of(), Set.of(), List.of(), List.of())));

    assertThat(maps.lines()).isUnmodifiable();
    assertThat(maps.tags()).isUnmodifiable();
    assertThat(maps.holes()).isUnmodifiable();
  }
}
