package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.Failure;
import io.baton.tracing.Gauges;
import io.baton.tracing.Redactor;
import io.baton.tracing.ThreadKind;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Failure CAUSE = new Failure("Broken", "no gas", "");

  private final Inlet inlet = new Inlet(10_000);
  private final Sources sources = new Sources();
  private final Picture picture = new Picture(inlet, sources, 500, Redactor.byDefault(), () -> 0L);

  @Test
  void waysAreThoseThatWereSeen() {
    Envelope ask = dispatched();
    delivered(ask, "cook");
    delivered(ask, "critic");
    picture.update();

    assertThat(picture.frame(0).ways())
        .extracting(way -> way.from() + " " + way.type() + " " + way.to() + " " + way.count())
        .containsExactlyInAnyOrder("application Ask cook 1", "application Ask critic 1");
  }

  @Test
  void furtherAttemptsAreNoFurtherDeliveries() {
    Envelope ask = dispatched();
    started(ask, "cook", 1);
    failed(ask, "cook", 1);
    started(ask, "cook", 2);
    picture.update();

    assertThat(picture.frame(0).ways()).extracting(Flows.EdgeView::count).containsExactly(1L);
    assertThat(only(picture.frame(0)))
        .matches(row -> row.deliveries() == 1 && row.failures() == 1 && row.running() == 1)
        .extracting(RunRow.View::state)
        .isEqualTo("RUNNING");
  }

  @Test
  void agentThatHasFailedIsFailingForTenSeconds() {
    sources.started(source("kitchen"));
    Envelope ask = dispatched();
    started(ask, "cook", 1);
    failed(ask, "cook", 1);

    picture.update();
    assertThat(figures().failing()).isEqualTo(1);
    IntStream.range(0, Ticker.ticks(Duration.ofSeconds(10))).forEach(_ -> picture.update());

    assertThat(figures().failing()).isZero();
    assertThat(figures().failed()).isEqualTo(1);
  }

  @Test
  void frameHasOnlyWhatHasChangedSince() {
    Envelope first = dispatched();
    picture.update();
    long seen = picture.frame(0).tick();
    Envelope second = dispatched();
    picture.update();

    assertThat(picture.frame(0).runs().rows()).hasSize(2);
    assertThat(only(picture.frame(seen)).id())
        .isEqualTo(second.correlationId().toString())
        .isNotEqualTo(first.correlationId().toString());
  }

  @Test
  void frameOfManyChangesShowsFailuresFirstAndCountsTheOthers() {
    picture.update();
    long seen = picture.frame(0).tick();
    Envelope bad = dispatched();
    inlet.put(new TraceEvent.DeadLettered(bad.correlationId(), bad.id(), "cook", 1, NOW, CAUSE));
    IntStream.range(0, 399).forEach(_ -> dispatched());
    picture.update();

    RunTable.Found found = picture.frame(seen).runs();
    assertThat(found.rows()).hasSize(60);
    assertThat(found.rows().getFirst().id()).isEqualTo(bad.correlationId().toString());
    assertThat(found.more()).isEqualTo(340);
  }

  @Test
  void oldestRowsGoWhenThereAreTooMany() {
    IntStream.range(0, 510).forEach(_ -> dispatched());
    picture.update();

    Frame frame = picture.frame(0);
    assertThat(frame.runsKept()).isEqualTo(500);
    assertThat(frame.totals().runsForgotten()).isEqualTo(10);
  }

  @Test
  void whatIsLostOnTheWayIsSaid() {
    IntStream.range(0, 10_020).forEach(_ -> dispatched());
    picture.update();

    assertThat(picture.frame(0).totals().uncounted()).isEqualTo(20);
  }

  @Test
  void runIsAsItsEndSays() {
    Envelope ask = dispatched();
    inlet.put(new TraceEvent.RunEnded(ask.correlationId(), "EXPIRED", 0, 0, NOW));
    picture.update();

    assertThat(only(picture.frame(0)).state()).isEqualTo("EXPIRED");
    assertThat(picture.find("ASK", "failed", 10).rows()).hasSize(1);
    assertThat(picture.find("", "open", 10).rows()).isEmpty();
    assertThat(picture.find("nobody", "", 10).rows()).isEmpty();
  }

  @Test
  void joinWaitsUntilItCloses() {
    Envelope part = dispatched();
    inlet.put(new TraceEvent.JoinOpened(part.correlationId(), part.id(), "planner", NOW));
    picture.update();
    assertThat(picture.openJoins().keySet())
        .extracting(Picture.OpenJoin::join)
        .containsExactly("planner");
    assertThat(only(picture.frame(0)).state()).isEqualTo("WAITING");

    inlet.put(
        new TraceEvent.JoinClosed(
            part.correlationId(), "planner", part.id(), NOW, "COMPLETE", List.of(), List.of()));
    picture.update();

    assertThat(picture.openJoins()).isEmpty();
  }

  @Test
  void dispatcherThatHasEndedIsShownAsSuchUntilItsNameComesAgain() {
    TraceSource first = source("kitchen");
    sources.started(first);
    sources.stopped(first);
    assertThat(picture.frame(0).dispatchers())
        .extracting(Frame.Dispatcher::live)
        .containsExactly(false);

    sources.started(source("kitchen"));
    sources.started(source("shop"));

    assertThat(picture.frame(0).dispatchers())
        .extracting(each -> each.name() + " " + each.live())
        .containsExactly("kitchen true", "shop true");
  }

  @Test
  void whoeverWaitsIsWokenByATickAndByTheEnd() throws Exception {
    long seen = picture.frame(0).tick();

    picture.update();
    assertThat(picture.await(seen)).isTrue();
    picture.close();

    assertThat(picture.await(seen + 1)).isFalse();
  }

  private static RunRow.View only(Frame frame) {
    assertThat(frame.runs().rows()).hasSize(1);
    return frame.runs().rows().getFirst();
  }

  private AgentFigures.View figures() {
    var figures = picture.frame(0).dispatchers().getFirst().routes().getFirst().figures();
    return Objects.requireNonNull(figures);
  }

  private Envelope dispatched() {
    var envelope = Envelope.root(new Ask(), NOW);
    inlet.put(new TraceEvent.Dispatched(envelope, NOW));
    return envelope;
  }

  private void delivered(Envelope event, String agent) {
    started(event, agent, 1);
    inlet.put(
        new TraceEvent.AgentEnded(
            event.correlationId(),
            event.id(),
            agent,
            1,
            NOW,
            Duration.ZERO,
            Duration.ofMillis(1),
            0));
  }

  private void started(Envelope event, String agent, int attempt) {
    inlet.put(
        new TraceEvent.AgentStarted(
            event.correlationId(),
            event.id(),
            agent,
            attempt,
            NOW,
            Duration.ZERO,
            ThreadKind.VIRTUAL));
  }

  private void failed(Envelope event, String agent, int attempt) {
    inlet.put(
        new TraceEvent.AgentFailed(
            event.correlationId(),
            event.id(),
            agent,
            attempt,
            NOW,
            Duration.ZERO,
            Duration.ofMillis(1),
            CAUSE));
  }

  private static TraceSource source(String name) {
    var cook = new Gauges.OfRoute("cook", List.of("Ask"), List.of(), false, 0, 0, 0, 0);
    var gauges = new Gauges(1, 0, 0, 0, 0, 0, List.of(cook));
    return new TraceSource() {
      @Override
      public Instant now() {
        return Instant.EPOCH;
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public Gauges gauges() {
        return gauges;
      }
    };
  }

  record Ask() implements Event {}
}
