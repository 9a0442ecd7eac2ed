package io.baton.events.json;

import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.Headers;
import io.baton.events.JoinTimedOut;
import io.baton.events.Unrouted;
import io.baton.events.json.Order.Figure;
import io.baton.events.json.Order.Line;
import io.baton.events.json.Order.Priority;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Envelopes of any content, nested at most a few levels. */
final class RandomEnvelopes {

  private final Random random;

  RandomEnvelopes(Random random) {
    this.random = random;
  }

  Envelope next() {
    return envelope(3);
  }

  private Envelope envelope(int depth) {
    List<EventId> causes = list(() -> new EventId(random.nextLong(), random.nextLong()));
    return new Envelope(
        new EventId(random.nextLong(), random.nextLong()),
        new CorrelationId(random.nextLong(), random.nextLong()),
        causes.stream().findFirst(),
        causes,
        text(),
        instant(),
        maybe(this::text),
        random.nextInt(Integer.MAX_VALUE),
        maybe(this::instant),
        headers(),
        event(depth));
  }

  private Event event(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> new Order.Placed(text(), list(this::line), priority(), instant(), duration());
      case 1 -> numbers();
      case 2 -> maps();
      case 3 -> new Order.Drawn(figure(3), new Order.Tree(text(), List.of()));
      case 4 -> new Order.Payment(text(), random.nextInt(), map(random::nextInt));
      case 5 -> new Unrouted(envelope(depth - 1));
      case 6 -> new JoinTimedOut(text(), list(() -> event(depth - 1)), list(this::text));
      case 7 -> new Order.Wrapped(event(depth - 1), List.of(), Optional.empty());
      default ->
          new DeadLetter(
              envelope(depth - 1),
              text(),
              random.nextInt(9),
              new Failure(text(), text(), text()),
              list(this::text));
    };
  }

  private Order.Numbers numbers() {
    return new Order.Numbers(
        (byte) random.nextInt(),
        (short) random.nextInt(),
        random.nextInt(),
        random.nextLong(),
        Float.intBitsToFloat(random.nextInt() & 0xFF7F_FFFF),
        Double.longBitsToDouble(random.nextLong() & 0xFFEF_FFFF_FFFF_FFFFL),
        random.nextBoolean(),
        (char) random.nextInt(65_536),
        random.nextInt(),
        new BigInteger(random.nextInt(1_000), random),
        new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt()));
  }

  private Order.Maps maps() {
    Map<Long, List<String>> names = new HashMap<>();
    names.put(random.nextLong(), list(this::text));
    return new Order.Maps(
        map(this::line),
        Map.of(priority(), random.nextInt()),
        names,
        new HashSet<>(list(this::text)),
        list(() -> maybe(random::nextInt)),
        new ArrayList<>(list(this::text)));
  }

  private Figure figure(int depth) {
    return depth == 0 || random.nextBoolean()
        ? new Figure.Circle(random.nextGaussian())
        : new Figure.Box(figure(depth - 1), random.nextInt());
  }

  private Line line() {
    return new Line(text(), random.nextInt(), maybe(this::text));
  }

  private Priority priority() {
    return random.nextBoolean() ? Priority.LOW : Priority.HIGH;
  }

  private Headers headers() {
    Headers headers = Headers.none();
    for (String name : list(() -> random.nextBoolean() ? "traceparent" : "x" + key())) {
      headers = headers.with(name, text());
    }
    return headers;
  }

  private Instant instant() {
    return Instant.ofEpochSecond(
        random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
        random.nextInt(1_000_000_000));
  }

  private Duration duration() {
    return Duration.ofSeconds(random.nextLong() / 2, random.nextInt(1_000_000_000));
  }

  /** Any chars at all: controls, quotes and halves of surrogate pairs among them. */
  private String text() {
    var text = new StringBuilder();
    int bound = random.nextBoolean() ? 128 : 65_536;
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append((char) random.nextInt(bound));
    }
    return text.toString();
  }

  private String key() {
    return text()
        .codePoints()
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> item) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(item.get());
    }
    return List.copyOf(list);
  }

  private <T> Map<String, T> map(Supplier<T> value) {
    Map<String, T> map = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(key(), value.get());
    }
    return map;
  }
}
