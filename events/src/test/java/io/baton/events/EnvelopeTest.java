package io.baton.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static final EventId FIRST = new EventId(1, 1);
  private static final EventId SECOND = new EventId(1, 2);
  private static final Instant TIME = Instant.parse("2026-03-01T10:15:30.123Z");

  record Ask(String mood) implements Event {}

  record Bid(String lot) implements Keyed {
    @Override
    public String key() {
      return lot;
    }
  }

  @Test
  void rootHasNoCause() {
    var root = Envelope.root(new Ask("rainy"), TIME);

    assertThat(root.causationId()).isEmpty();
    assertThat(root.causes()).isEmpty();
    assertThat(root.source()).isEqualTo(Envelope.APPLICATION);
    assertThat(root.time()).isEqualTo(TIME);
    assertThat(root.key()).isEmpty();
    assertThat(root.hops()).isZero();
    assertThat(root.deadline()).isEmpty();
    assertThat(root.headers()).isEqualTo(Headers.none());
    assertThat(root.event()).isEqualTo(new Ask("rainy"));
  }

  @Test
  void rootsCorrelationIsItsOwnId() {
    var root = Envelope.root(new Ask("rainy"), TIME);

    assertThat(root.correlationId()).hasToString(root.id().toString());
    assertThat(root.id().high() >>> 16).isEqualTo(TIME.toEpochMilli());
  }

  @Test
  void everyRootHasAnIdOfItsOwn() {
    assertThat(Envelope.root(new Ask("a"), TIME).id())
        .isNotEqualTo(Envelope.root(new Ask("a"), TIME).id());
  }

  @Test
  void rootOfNowIsOfNow() {
    Instant before = Instant.now();

    assertThat(Envelope.root(new Ask("a")).time()).isBetween(before, Instant.now());
  }

  @Test
  void rootOfAKeyedEventHasItsKey() {
    assertThat(Envelope.root(new Bid("lot 7"), TIME).key()).contains("lot 7");
  }

  @Test
  void causesAreCopied() {
    var causes = new ArrayList<>(List.of(FIRST, SECOND));
    var envelope = envelope(Optional.of(FIRST), causes, 1);
    causes.clear();

    assertThat(envelope.causes()).containsExactly(FIRST, SECOND).isUnmodifiable();
  }

  @Test
  void causationMustBeTheFirstCause() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> envelope(Optional.of(SECOND), List.of(FIRST, SECOND), 1))
        .withMessage(
            "causationId must be the first of causes [%s, %s], but is Optional[%s]",
            FIRST, SECOND, SECOND);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> envelope(Optional.empty(), List.of(FIRST), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> envelope(Optional.of(FIRST), List.of(), 1));
  }

  @Test
  void hopsMustNotBeNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> envelope(Optional.empty(), List.of(), -1))
        .withMessage("hops must be at least 0, but is -1");
  }

  private static Envelope envelope(Optional<EventId> causation, List<EventId> causes, int hops) {
    return new Envelope(
        new EventId(1, 3),
        new CorrelationId(1, 1),
        causation,
        causes,
        "cook",
        TIME,
        Optional.empty(),
        hops,
        Optional.empty(),
        Headers.none(),
        new Ask("rainy"));
  }
}
