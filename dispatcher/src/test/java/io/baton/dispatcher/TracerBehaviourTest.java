package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Answer;
import io.baton.agents.Join;
import io.baton.agents.VirtualTime;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceEvent.AgentEnded;
import io.baton.tracing.TraceEvent.AgentFailed;
import io.baton.tracing.TraceEvent.AgentStarted;
import io.baton.tracing.TraceEvent.DeadLettered;
import io.baton.tracing.TraceEvent.Dispatched;
import io.baton.tracing.TraceEvent.OfAgent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TracerBehaviourTest {

  sealed interface Meal extends Event {}

  record Ask(int n) implements Event {}

  record Food(int n) implements Meal {}

  record Drink(int n) implements Meal {}

  record Plan(int n) implements Event {}

  private final Router router = new Router();
  private final TraceRecorder recorder = new TraceRecorder();

  @ParameterizedTest
  @EnumSource
  void theRecordIsFilteredByTypeWithItsSubtypes(Execution execution) throws Exception {
    cookAndBarkeeper(execution);
    router.on(
        Ask.class,
        "bad",
        (_, _) -> {
          throw new IllegalStateException("on purpose");
        },
        o -> o.execution(execution));
    handle(new Ask(1));

    assertThat(recorder.dispatched(Ask.class)).hasSize(1);
    assertThat(recorder.dispatched(Meal.class)).hasSize(2);
    assertThat(recorder.dispatched(Event.class)).hasSize(4);
    assertThat(recorder.ofType(AgentStarted.class)).hasSize(3);
    assertThat(recorder.ofType(AgentEnded.class))
        .extracting(OfAgent::agent)
        .containsExactlyInAnyOrder("cook", "barkeeper");
    assertThat(recorder.ofType(AgentFailed.class))
        .extracting(failed -> failed.agent() + ": " + failed.cause())
        .containsExactly("bad: java.lang.IllegalStateException: on purpose");
    assertThat(recorder.ofType(DeadLettered.class))
        .extracting(dead -> dead.agent() + ": " + dead.cause())
        .containsExactly("bad: java.lang.IllegalStateException: on purpose");
    assertThat(recorder.ofType(OfAgent.class)).hasSize(7);
    assertThat(recorder.ofType(TraceEvent.Unrouted.class)).hasSize(2);
    assertThat(recorder.byAgent("cook")).hasSize(4);
  }

  @Test
  void theRecordIsFilteredByTimeByPredicateAndByTheLast() throws Exception {
    var time = VirtualTime.startingAt(Instant.EPOCH);
    cookAndBarkeeper(Execution.VIRTUAL);
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).time(time).start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));
      int first = recorder.size();
      time.advance(ofSeconds(1));
      dispatcher.dispatch(new Ask(2));
      dispatcher.awaitDrained(ofSeconds(10));

      var all = recorder.events();
      assertThat(recorder.between(Instant.EPOCH, Instant.EPOCH.plusSeconds(1)))
          .isEqualTo(all.subList(0, first));
      assertThat(recorder.between(Instant.EPOCH.plusSeconds(1), Instant.EPOCH.plusSeconds(2)))
          .isEqualTo(all.subList(first, all.size()));
      assertThat(recorder.matching(event -> event instanceof AgentStarted)).hasSize(4);
      assertThat(recorder.last(0)).isEmpty();
      assertThat(recorder.last(2)).isEqualTo(all.subList(all.size() - 2, all.size()));
      assertThat(recorder.events(all.getFirst().correlationId())).hasSize(first);

      recorder.clear();
      assertThat(recorder.events()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aListenerSeesEachOnceAndAParentBeforeItsChild(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "repeater",
        (ask, _) -> ask.n() == 0 ? List.of() : List.of(new Ask(ask.n() - 1), new Food(ask.n())),
        o -> o.execution(execution));
    router.on("joiner", Join.of(Food.class, Drink.class).into((_, _) -> new Plan(1)));
    var seen = new ConcurrentLinkedQueue<TraceEvent>();
    try (var subscription = recorder.subscribe(seen::add)) {
      handle(new Ask(20), new Ask(20), new Ask(20), new Ask(20), new Ask(20));
      assertThat(subscription.dropped()).isZero();
    }

    assertThat(new ArrayList<>(seen)).isEqualTo(recorder.events());
    var dispatched = new HashSet<EventId>();
    var ended = new HashSet<EventId>();
    for (var event : seen) {
      switch (event) {
        case Dispatched one -> {
          assertThat(dispatched).containsAll(one.envelope().causes());
          assertThat(ended).containsAll(one.envelope().causes());
          assertThat(dispatched.add(one.envelope().id())).isTrue();
        }
        case AgentStarted started -> assertThat(dispatched).contains(started.eventId());
        case AgentEnded one -> assertThat(ended.add(one.eventId())).isTrue();
        default -> {}
      }
    }
    assertThat(dispatched).hasSize(5 * (1 + 20 + 20));
  }

  @Test
  void joinsRunsAndNotesAreTraced() throws Exception {
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.trace("boiling");
          return List.of(new Food(ask.n()));
        });
    router.on(
        Food.class,
        "barkeeper",
        (food, _) -> food.n() == 0 ? List.of() : List.of(new Drink(food.n())));
    router.on("joiner", Join.of(Food.class, Drink.class).into((_, _) -> new Plan(1)));
    router.listen(Plan.class, "plans", _ -> {});
    CorrelationId whole;
    CorrelationId starved;
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      var run = dispatcher.run(new Ask(1));
      whole = run.correlationId();
      run.await(ofSeconds(10));
      starved = dispatcher.run(new Ask(0)).correlationId();
      dispatcher.awaitDrained(ofSeconds(10));
    }

    var parts =
        recorder.dispatched(Meal.class).stream()
            .map(Dispatched::envelope)
            .filter(envelope -> envelope.correlationId().equals(whole))
            .map(Envelope::id)
            .toList();
    var joined = ofType(whole, TraceEvent.JoinClosed.class).getFirst();
    assertThat(joined.join()).isEqualTo("joiner");
    assertThat(joined.closed()).isEqualTo("COMPLETE");
    assertThat(joined.parts()).isEqualTo(parts);
    assertThat(joined.missing()).isEmpty();
    var partial = ofType(starved, TraceEvent.JoinClosed.class).getFirst();
    assertThat(partial.closed()).isEqualTo("STARVED");
    assertThat(partial.missing()).containsExactly("Drink");
    assertThat(recorder.ofType(TraceEvent.JoinOpened.class)).hasSize(2);
    assertThat(ofType(whole, TraceEvent.Note.class))
        .extracting(TraceEvent.Note::text)
        .containsExactly("boiling");
    assertThat(ofType(whole, TraceEvent.RunEnded.class))
        .extracting(TraceEvent.RunEnded::outcome)
        .containsExactly("COMPLETED");
    assertThat(recorder.events(whole).getLast()).isInstanceOf(TraceEvent.RunEnded.class);
  }

  private <T extends TraceEvent> List<T> ofType(CorrelationId correlation, Class<T> type) {
    return recorder.events(correlation).stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void anAnswerIsInTheRecordBeforeWhoAskedForItGoesOn() throws Exception {
    var asked = new CompletableFuture<Answer<Food>>();
    var wasAnswered = new ArrayList<Boolean>();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    Tracer late =
        new Tracer() {
          @Override
          public void trace(TraceEvent event) {
            if (event instanceof Dispatched accepted
                && accepted.envelope().event() instanceof Food) {
              Work.lasting(ofMillis(50));
              wasAnswered.add(asked.join().future().isDone());
            }
          }

          @Override
          public boolean isNonBlocking() {
            return true;
          }
        };

    try (var dispatcher = AsyncDispatcher.builder(router).tracer(late).start()) {
      asked.complete(dispatcher.ask(new Ask(1), Food.class));
      asked.join().get(ofSeconds(10));
    }

    assertThat(wasAnswered).containsExactly(false);
  }

  @Test
  void waitingForAPlaceInARateIsWaitingForTheAgent() throws Exception {
    router.listen(Ask.class, "rated", _ -> {}, o -> o.rateLimit(1, ofMillis(100)));
    handle(new Ask(1), new Ask(2));

    assertThat(recorder.ofType(AgentEnded.class).getLast().queueWait())
        .isGreaterThanOrEqualTo(ofMillis(80));
  }

  @Test
  void aRunThatIsCancelledIsTracedWithItsReason() throws Exception {
    router.listen(Ask.class, "slow", _ -> Work.until(new CountDownLatch(1)));
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      dispatcher.run(new Ask(1)).cancel("closing time");
    }

    assertThat(recorder.ofType(TraceEvent.RunEnded.class))
        .extracting(TraceEvent.RunEnded::reason)
        .containsExactly(Optional.of("closing time"));
  }

  @Test
  void waitingAndWorkingAreMeasuredApart() throws Exception {
    router.listen(Ask.class, "slow", _ -> Work.lasting(ofMillis(60)), o -> o.concurrency(1));
    handle(new Ask(1), new Ask(2));

    var ended = recorder.ofType(AgentEnded.class);
    assertThat(ended)
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.work()).isGreaterThanOrEqualTo(ofMillis(60)));
    assertThat(ended.getLast().queueWait()).isGreaterThanOrEqualTo(ofMillis(50));
    assertThat(recorder.ofType(AgentStarted.class))
        .extracting(AgentStarted::queueWait)
        .containsExactlyElementsOf(ended.stream().map(AgentEnded::queueWait).toList());
    assertThat(ended.getFirst().queueWait()).isLessThan(ended.getLast().queueWait());
  }

  @Test
  void anEventIsAcceptedWhenItIsHandedInAndItsAgentIsWaitedForFromThen() throws Exception {
    router.listen(
        Ask.class, "slow", _ -> Work.lasting(ofMillis(80)), o -> o.execution(Execution.INLINE));
    handle(new Ask(1), new Ask(2));

    var accepted = recorder.ofType(Dispatched.class);
    var last = recorder.ofType(AgentStarted.class).getLast();
    assertThat(Duration.between(accepted.getFirst().time(), accepted.getLast().time()))
        .isLessThan(ofMillis(60));
    assertThat(last.queueWait())
        .isGreaterThan(ofMillis(40))
        .isLessThanOrEqualTo(
            Duration.between(accepted.getLast().time(), last.time()).plus(ofMillis(20)));
  }

  @ParameterizedTest
  @EnumSource
  void theCausesOfAJoinsOutputAreInTheRecord(Execution execution) throws Exception {
    cookAndBarkeeper(execution);
    router.on(
        "joiner",
        Join.of(Food.class, Drink.class).into((_, _) -> new Plan(1)),
        o -> o.execution(execution));
    handle(new Ask(1));

    var plan = recorder.dispatched(Plan.class).getFirst().envelope();
    var meals = recorder.dispatched(Meal.class).stream().map(meal -> meal.envelope().id()).toList();
    assertThat(Set.copyOf(plan.causes())).isEqualTo(Set.copyOf(meals));
    assertThat(plan.hops()).isEqualTo(2);
  }

  private void cookAndBarkeeper(Execution execution) {
    router.on(
        Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())), o -> o.execution(execution));
    router.on(
        Ask.class,
        "barkeeper",
        (ask, _) -> List.of(new Drink(ask.n())),
        o -> o.execution(execution));
  }

  private void handle(Event... events) throws InterruptedException {
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      for (var event : events) {
        dispatcher.dispatch(event);
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
    }
  }
}
