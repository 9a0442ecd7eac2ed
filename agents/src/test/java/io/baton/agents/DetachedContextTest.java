package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Guest;
import io.baton.agents.Meal.Plan;
import io.baton.events.Envelope;
import io.baton.events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DetachedContextTest {

  private static final MemoryKey<Integer> SEEN = MemoryKey.of("seen", 0);
  private static final MemoryKey<List<String>> NOTES = MemoryKey.of("notes", List.of());
  private static final Guest ASK = new Guest("rainy");

  static List<Food> cook(Guest ask, AgentContext context) {
    context.memory().update(SEEN, n -> n + 1);
    context
        .runMemory()
        .update(NOTES, notes -> Stream.concat(notes.stream(), Stream.of(ask.name())).toList());
    return List.of(new Food(ask.name()));
  }

  @Test
  void agentIsTestedAlone() {
    var context = DetachedContext.of(ASK).attempt(2);

    assertThat(cook(ASK, context)).containsExactly(new Food("rainy"));

    assertThat(context.memory().get(SEEN)).isEqualTo(1);
    assertThat(context.runMemory().get(NOTES)).containsExactly("rainy");
    assertThat(context.emitted()).isEmpty();
    assertThat(context.attempt()).isEqualTo(2);
  }

  @Test
  void rootOfItsOwnIsTheDefault() {
    var context = DetachedContext.of(ASK);

    assertThat(context.envelope().event()).isEqualTo(ASK);
    assertThat(context.envelope().hops()).isZero();
    assertThat(context.correlationId()).isEqualTo(context.envelope().correlationId());
    assertThat(context.agentName()).isEqualTo("detached");
    assertThat(context.agentName("cook").agentName()).isEqualTo("cook");
    assertThat(context.attempt()).isEqualTo(1);
    assertThat(context.deadline()).isEmpty();
    assertThat(context.remaining()).isEmpty();
    assertThat(context.isCancelled()).isFalse();
  }

  @Test
  void attemptsShareMemoryAndIdempotencyKeyAndWhatWasEmitted() {
    var first = DetachedContext.of(ASK);
    var second = first.attempt(2);

    first.emit(new Food("soup"));
    cook(ASK, first);
    cook(ASK, second);

    assertThat(second.emitted()).containsExactly(new Food("soup"));
    assertThat(second.memory().get(SEEN)).isEqualTo(2);
    assertThat(second.idempotencyKey()).isEqualTo(first.idempotencyKey());
    assertThat(DetachedContext.of(ASK).idempotencyKey()).isNotEqualTo(first.idempotencyKey());
  }

  @Test
  void attemptBelowOneIsRefused() {
    assertThatThrownBy(() -> DetachedContext.of(ASK).attempt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attempt must be at least 1, but is 0");
  }

  @Test
  void delayedEventIsEmittedWhenTheClockIsThere() {
    var time = VirtualTime.startingAt(Instant.EPOCH);
    var context = DetachedContext.of(ASK).time(time);

    context.emitLater(new Food("soup"), Duration.ofSeconds(1));
    context.emitLater(new Food("now"), Duration.ZERO);
    assertThat(context.emitted()).containsExactly(new Food("now"));
    time.advance(Duration.ofSeconds(1));

    assertThat(context.emitted()).containsExactly(new Food("now"), new Food("soup"));
    assertThatThrownBy(() -> context.emitLater(ASK, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("delay must not be negative, but is PT-0.001S");
  }

  @Test
  void questionIsAnsweredByTheFunction() throws InterruptedException {
    var context = DetachedContext.of(ASK).answering(food -> new Plan(food.toString()));

    var answer = context.ask(new Food("soup"), Plan.class);

    assertThat(answer.get()).isEqualTo(new Plan("Food[dish=soup]"));
    assertThat(answer.get(Duration.ofSeconds(1))).isEqualTo(answer.get());
    assertThat(answer.future()).isCompletedWithValue(answer.get());
  }

  @Test
  void questionWithoutAFunctionIsRefused() {
    assertThatThrownBy(() -> DetachedContext.of(ASK).ask(new Food("soup"), Plan.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this context has no answer to Food: give it a function by answering(...)");
  }

  @Test
  void answerOfAnotherTypeIsNone() {
    var answer =
        DetachedContext.of(ASK).answering(_ -> new Film("")).ask(new Food("soup"), Plan.class);

    assertThatThrownBy(answer::get)
        .isInstanceOfSatisfying(
            AskFailedException.class,
            failed -> assertThat(failed.report().outcome()).isEqualTo(RunOutcome.COMPLETED))
        .hasMessage("Food was not answered by a Plan");
  }

  @Test
  void failureOfTheFunctionIsThatOfTheAnswer() {
    var context =
        DetachedContext.of(ASK)
            .answering(_ -> {
              throw new IllegalStateException("closed today");
            });

    var answer = context.ask(new Food("soup"), Plan.class);

    assertThatThrownBy(answer::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("closed today");
    assertThat(answer.future()).isCompletedExceptionally();
  }

  @Test
  void deadlineComesFromTheEnvelopeAndGoesByTheClock() {
    var time = VirtualTime.startingAt(Instant.EPOCH);
    var context = DetachedContext.of(withDeadline(ASK, Instant.ofEpochSecond(3))).time(time);

    time.advance(Duration.ofSeconds(1));
    assertThat(context.remaining()).contains(Duration.ofSeconds(2));
    assertThat(context.isCancelled()).isFalse();
    time.advance(Duration.ofSeconds(9));

    assertThat(context.remaining()).contains(Duration.ZERO);
    assertThat(context.isCancelled()).isTrue();
  }

  @Test
  void cancelAndNotesAreRemembered() {
    var context = DetachedContext.of(ASK);

    context.trace("one");
    context.trace("two");
    context.cancelRun("enough");
    context.cancelRun("more than enough");

    assertThat(context.traced()).containsExactly("one", "two");
    assertThat(context.isCancelled()).isTrue();
    assertThat(context.cancelReason()).contains("enough");
  }

  private static Envelope withDeadline(Event event, Instant deadline) {
    var root = Envelope.root(event);
    return new Envelope(
        root.id(),
        root.correlationId(),
        root.causationId(),
        root.causes(),
        root.source(),
        root.time(),
        root.key(),
        root.hops(),
        Optional.of(deadline),
        root.headers(),
        event);
  }
}
