package io.baton.tracing;

import static io.baton.tracing.Traces.MONDAY;
import static io.baton.tracing.Traces.TUESDAY;
import static io.baton.tracing.Traces.at;
import static io.baton.tracing.Traces.dispatched;
import static io.baton.tracing.Traces.ended;
import static io.baton.tracing.Traces.failed;
import static io.baton.tracing.Traces.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.Traces.Ask;
import io.baton.tracing.Traces.Evening;
import io.baton.tracing.Traces.Food;
import io.baton.tracing.Traces.Stranger;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceRecorderTest {

  private final TraceRecorder recorder = new TraceRecorder();

  private final TraceEvent ask = dispatched(MONDAY, Envelope.APPLICATION, new Ask("rainy"));
  private final TraceEvent otherAsk = dispatched(TUESDAY, Envelope.APPLICATION, new Ask("sunny"));
  private final TraceEvent cookStarted = started(MONDAY, "cook", 1);
  private final TraceEvent criticFailed = failed(MONDAY, "critic", 2);
  private final TraceEvent food = dispatched(MONDAY, "cook", new Food("soup"));
  private final TraceEvent cookEnded = ended(MONDAY, "cook", 3);

  @Test
  void keepsTheOrderOfRecording() {
    recordEvening();

    assertThat(recorder.events())
        .containsExactly(ask, otherAsk, cookStarted, criticFailed, food, cookEnded);
    assertThat(recorder.size()).isEqualTo(6);
  }

  @Test
  void correlationsAreKeptApart() {
    recordEvening();

    assertThat(recorder.events(MONDAY))
        .containsExactly(ask, cookStarted, criticFailed, food, cookEnded);
    assertThat(recorder.events(TUESDAY)).containsExactly(otherAsk);
    assertThat(recorder.events(new CorrelationId(0, 99))).isEmpty();
    assertThat(recorder.correlations()).containsExactly(MONDAY, TUESDAY);
  }

  @Test
  void typeIncludesItsSubtypes() {
    recordEvening();

    assertThat(recorder.ofType(TraceEvent.AgentEnded.class))
        .containsExactly(ended(MONDAY, "cook", 3));
    assertThat(recorder.ofType(TraceEvent.OfAgent.class))
        .extracting(TraceEvent.OfAgent::agent)
        .containsExactly("cook", "critic", "cook");
    assertThat(recorder.ofType(TraceEvent.class)).hasSize(6);
    assertThat(recorder.ofType(TraceEvent.RunEnded.class)).isEmpty();
  }

  @Test
  void typeOfADispatchedEventIncludesItsSubtypes() {
    recordEvening();
    recorder.trace(dispatched(MONDAY, "cook", new Stranger()));

    assertThat(events(Food.class)).containsExactly(new Food("soup"));
    assertThat(events(Evening.class))
        .containsExactly(new Ask("rainy"), new Ask("sunny"), new Food("soup"));
    assertThat(events(Event.class)).hasSize(4).endsWith(new Stranger());
  }

  @Test
  void outcomeIsThatOfADelivery() {
    recordEvening();

    assertThat(recorder.byOutcome(DeliveryOutcome.HANDLED))
        .containsExactly(ended(MONDAY, "cook", 3));
    assertThat(recorder.byOutcome(DeliveryOutcome.FAILED))
        .containsExactly(failed(MONDAY, "critic", 2));
    assertThat(recorder.byOutcome(DeliveryOutcome.DEAD)).isEmpty();
  }

  @Test
  void agentHasItsDeliveriesAndWhatItDispatched() {
    recordEvening();

    assertThat(recorder.byAgent("cook")).containsExactly(cookStarted, food, cookEnded);
    assertThat(recorder.byAgent(Envelope.APPLICATION)).containsExactly(ask, otherAsk);
    assertThat(recorder.byAgent("nobody")).isEmpty();
  }

  @Test
  void agentHasItsJoinsItsMemoryAndWhatNobodyTook() {
    var opened = new TraceEvent.JoinOpened(MONDAY, Traces.ID, "planner", at(1));
    var closed =
        new TraceEvent.JoinClosed(
            MONDAY, "planner", Traces.ID, at(2), "COMPLETE", List.of(), List.of());
    var joined = new TraceEvent.PartJoined(MONDAY, Traces.PARENT, "planner", Traces.ID, at(2));
    var changed = new TraceEvent.MemoryChanged(MONDAY, Traces.ID, "plans", 1, "planner", at(3));
    var lost = Traces.envelope(MONDAY, "planner", List.of(Traces.PARENT), new Stranger());
    var unrouted = new TraceEvent.Unrouted(lost, at(4));
    var runEnded = new TraceEvent.RunEnded(MONDAY, "COMPLETED", 1, 0, at(5));

    record(opened, joined, closed, changed, unrouted, runEnded);

    assertThat(recorder.byAgent("planner"))
        .containsExactly(opened, joined, closed, changed, unrouted);
  }

  @Test
  void spanOfTimeHasItsFirstInstantAndNotItsLast() {
    recordEvening();

    assertThat(recorder.between(at(1), at(3))).containsExactly(cookStarted, criticFailed);
    assertThat(recorder.between(at(3), at(3))).isEmpty();
  }

  @Test
  void spanOfTimeThatEndsBeforeItBeginsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorder.between(at(1), at(0)))
        .withMessage(
            "to must not be before from 2026-01-01T00:00:01Z, but is 2026-01-01T00:00:00Z");
  }

  @Test
  void predicatePicks() {
    recordEvening();

    assertThat(recorder.matching(event -> event.time().equals(at(2))))
        .containsExactly(criticFailed);
  }

  @Test
  void predicateMayRecordAndAskByItself() {
    recordEvening();

    var picked =
        recorder.matching(event -> {
          recorder.trace(event);
          return recorder.size() > 6;
        });

    assertThat(picked).hasSize(6);
    assertThat(recorder.size()).isEqualTo(12);
  }

  @Test
  void lastGivesTheNewestInTheirOrder() {
    recordEvening();

    assertThat(recorder.last(2)).containsExactly(food, cookEnded);
    assertThat(recorder.last(6)).hasSize(6);
    assertThat(recorder.last(Integer.MAX_VALUE)).hasSize(6);
  }

  @Test
  void lastOfNoneGivesNone() {
    recordEvening();

    assertThat(recorder.last(0)).isEmpty();
  }

  @Test
  void lastOfANegativeNumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorder.last(-1))
        .withMessage("n must be at least 0, but is -1");
  }

  @Test
  void answerIsACopyThatLaterRecordingDoesNotChange() {
    recorder.trace(ask);
    var all = recorder.events();
    var ofMonday = recorder.events(MONDAY);

    recorder.trace(cookStarted);

    assertThat(all).containsExactly(ask);
    assertThat(ofMonday).containsExactly(ask);
  }

  @Test
  void answerCannotBeChanged() {
    recorder.trace(ask);

    assertThat(recorder.events()).isUnmodifiable();
    assertThat(recorder.events(MONDAY)).isUnmodifiable();
    assertThat(recorder.correlations()).isUnmodifiable();
  }

  @Test
  void clearForgetsAllAndRecordingGoesOn() {
    recordEvening();

    recorder.clear();

    assertThat(recorder.size()).isZero();
    assertThat(recorder.events()).isEmpty();
    assertThat(recorder.correlations()).isEmpty();
    assertThat(recorder.dropped()).isZero();
    recorder.trace(cookEnded);
    assertThat(recorder.events()).containsExactly(cookEnded);
    assertThat(recorder.events(MONDAY)).containsExactly(cookEnded);
  }

  @Test
  void isEnabled() {
    assertThat(recorder.isEnabled()).isTrue();
  }

  private void recordEvening() {
    record(ask, otherAsk, cookStarted, criticFailed, food, cookEnded);
  }

  private void record(TraceEvent... events) {
    List.of(events).forEach(recorder::trace);
  }

  private List<Event> events(Class<? extends Event> type) {
    return recorder.dispatched(type).stream().map(found -> found.envelope().event()).toList();
  }
}
