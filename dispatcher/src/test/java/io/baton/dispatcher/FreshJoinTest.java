package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.agents.JoinOf2;
import io.baton.agents.Parts;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins of parts that are dispatched one by one, whose ids nobody has asked for. */
class FreshJoinTest {

  private static final Duration LIMIT = ofSeconds(20);
  private static final CorrelationId ONE = CorrelationId.of("one");

  private final Router router = new Router();
  private final ConcurrentLinkedQueue<Envelope> outputs = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Envelope> parts = new ConcurrentLinkedQueue<>();

  private static JoinOf2<Left, Right> join() {
    return Join.of(Left.class, Right.class);
  }

  private void on(Router router, Execution execution) {
    var both = join().into((left, right) -> new Both(left.n(), right.n()));
    router.on("join", both, o -> o.execution(execution));
    keep(router, Both.class, "inline", outputs, Execution.INLINE);
  }

  private static <E extends Event> void keep(
      Router router,
      Class<E> type,
      String name,
      ConcurrentLinkedQueue<Envelope> kept,
      Execution execution) {
    router.on(
        type,
        name,
        (_, context) -> {
          kept.add(context.envelope());
          return List.of();
        },
        o -> o.execution(execution));
  }

  /** The very first part of a route goes the long way, so that is one of another join. */
  private static void dispatchFirst(AsyncDispatcher dispatcher, Event... parts) {
    for (var part : parts) {
      dispatcher.dispatch(part, CorrelationId.of("other"));
    }
  }

  private static void dispatchBoth(Router router) throws InterruptedException {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchFirst(dispatcher, new Left(0));
      dispatcher.dispatch(new Left(1), ONE);
      dispatcher.dispatch(new Right(2), ONE);
      dispatcher.awaitDrained(LIMIT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOutputHasOneIdAndTheSameCausesForAllWhoGetIt(Execution execution) throws Exception {
    on(router, execution);
    keep(router, Both.class, "another", outputs, Execution.INLINE);
    keep(router, Both.class, "virtual", outputs, Execution.VIRTUAL);

    dispatchBoth(router);

    assertThat(outputs).hasSize(3);
    assertThat(outputs).extracting(Envelope::id).containsOnly(outputs.element().id());
    assertThat(outputs).extracting(Envelope::causes).containsOnly(outputs.element().causes());
    assertThat(outputs.element().causes()).hasSize(2).doesNotHaveDuplicates();
    assertThat(outputs).extracting(Envelope::hops).containsOnly(1);
    assertThat(outputs).extracting(Envelope::correlationId).containsOnly(ONE);
  }

  @Test
  void theOutputHasTheIdThatItHasWhereTheIdsOfItsPartsAreKnown() throws Exception {
    var other = new Router();
    on(router, Execution.INLINE);
    on(other, Execution.INLINE);
    keep(other, Left.class, "left", parts, Execution.INLINE);
    keep(other, Right.class, "right", parts, Execution.INLINE);

    dispatchBoth(router);
    dispatchBoth(other);

    assertThat(outputs).hasSize(2);
    assertThat(outputs).extracting(Envelope::id).containsOnly(outputs.element().id());
    assertThat(outputs).extracting(Envelope::causes).doesNotHaveDuplicates();
  }

  @Test
  void aPartHasOneIdForItsJoinAndForAnotherAgent() throws Exception {
    on(router, Execution.INLINE);
    keep(router, Left.class, "left", parts, Execution.VIRTUAL);
    keep(router, Event.class, "all", parts, Execution.INLINE);

    dispatchBoth(router);

    assertThat(outputs).hasSize(1);
    var left = parts.stream().filter(part -> part.event().equals(new Left(1))).map(Envelope::id);
    var right = parts.stream().filter(part -> part.event().equals(new Right(2))).map(Envelope::id);
    List<EventId> causes = outputs.element().causes();
    assertThat(left).hasSize(2).containsOnly(causes.get(0));
    assertThat(right).hasSize(1).containsOnly(causes.get(1));
  }

  @Test
  void theFunctionSeesTheFirstPartByTheIdThatIsAmongTheCauses() throws Exception {
    var seen = new ConcurrentLinkedQueue<Envelope>();
    router.on(
        "join",
        join()
            .intoAll((left, right, context) -> {
              seen.add(context.envelope());
              context.emit(new Both(left.n(), 0));
              return List.of(new Both(left.n(), right.n()), new Both(0, right.n()));
            }),
        o -> o.execution(Execution.INLINE));
    keep(router, Both.class, "inline", outputs, Execution.INLINE);

    dispatchBoth(router);

    assertThat(seen).singleElement().extracting(Envelope::event).isEqualTo(new Left(1));
    assertThat(seen.element().causes()).isEmpty();
    assertThat(outputs).hasSize(3).extracting(Envelope::id).doesNotHaveDuplicates();
    assertThat(outputs)
        .allSatisfy(
            output -> assertThat(output.causes().getFirst()).isEqualTo(seen.element().id()));
  }

  @Test
  void partsThatAreSuperfluousOrLateAreDroppedAndCounted() throws Exception {
    var both = join().into((left, right) -> new Both(left.n(), right.n()));
    router.on("join", both, o -> o.execution(Execution.INLINE));
    keep(router, Both.class, "inline", outputs, Execution.INLINE);
    DrainReport report;
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchFirst(dispatcher, new Left(0));
      for (var part : List.of(new Left(1), new Left(2), new Right(3), new Right(4), new Left(5))) {
        dispatcher.dispatch(part, ONE);
      }
      report = dispatcher.awaitDrained(LIMIT);
    }

    assertThat(outputs).extracting(Envelope::event).containsExactly(new Both(1, 3));
    assertThat(both.counts().superfluous()).isEqualTo(1);
    assertThat(both.counts().late()).isEqualTo(2);
    assertThat(report.droppedParts()).isEqualTo(3);
  }

  @Test
  void thePredicateOfTheRouteHolds() throws Exception {
    var both = join().into((left, right) -> new Both(left.n(), right.n()));
    router.on(
        "join", both, o -> o.execution(Execution.INLINE).when(part -> !part.equals(new Left(2))));
    keep(router, Both.class, "inline", outputs, Execution.INLINE);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchFirst(dispatcher, new Left(0));
      for (var part : List.of(new Left(2), new Left(1), new Right(3))) {
        dispatcher.dispatch(part, ONE);
      }
      dispatcher.awaitDrained(LIMIT);
    }

    assertThat(outputs).singleElement().extracting(Envelope::event).isEqualTo(new Both(1, 3));
  }

  @Test
  void partsOfAgentsMeetThoseThatAreDispatched() throws Exception {
    on(router, Execution.INLINE);
    keep(router, Right.class, "right", parts, Execution.VIRTUAL);
    router.on(Ask.class, "asked", (ask, _) -> List.of(new Right(ask.n())));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchFirst(dispatcher, new Left(0));
      dispatcher.dispatch(new Left(1), ONE);
      dispatcher.dispatch(new Ask(2), ONE);
      dispatcher.awaitDrained(LIMIT);
    }

    assertThat(outputs).singleElement().extracting(Envelope::event).isEqualTo(new Both(1, 2));
    assertThat(outputs.element().hops()).isEqualTo(2);
    assertThat(outputs.element().causes())
        .hasSize(2)
        .doesNotHaveDuplicates()
        .endsWith(parts.element().id());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatComesOfAJoinCanBeAPartOfTheNext(boolean isSeenByOthers) throws Exception {
    var both = join().into((left, right) -> new Both(left.n(), right.n()));
    router.on("join", both, o -> o.execution(Execution.INLINE));
    if (isSeenByOthers) {
      keep(router, Both.class, "both", parts, Execution.VIRTUAL);
    }
    router.on(
        "next",
        Join.of(Both.class, Ask.class).into((first, ask) -> new Reply(first.left() + ask.n())),
        o -> o.execution(Execution.INLINE));
    keep(router, Reply.class, "reply", outputs, Execution.INLINE);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchFirst(dispatcher, new Left(0), new Ask(0));
      dispatcher.dispatch(new Ask(3), ONE);
      dispatcher.dispatch(new Left(1), ONE);
      dispatcher.dispatch(new Right(2), ONE);
      dispatcher.awaitDrained(LIMIT);
    }

    assertThat(outputs).singleElement().extracting(Envelope::event).isEqualTo(new Reply(4));
    assertThat(outputs.element().hops()).isEqualTo(2);
    assertThat(outputs.element().causes())
        .hasSize(2)
        .doesNotHaveDuplicates()
        .containsAll(parts.stream().map(Envelope::id).toList());
  }

  @Test
  void whatFollowsTheOutputHasACauseOfItsOwn() throws Exception {
    on(router, Execution.INLINE);
    router.on(
        Both.class, "both", (_, _) -> List.of(new Reply(200)), o -> o.execution(Execution.INLINE));
    router.on(
        Reply.class,
        "reply",
        (reply, context) -> {
          parts.add(context.envelope());
          return reply.n() == 0 ? List.of() : List.of(new Reply(reply.n() - 1));
        },
        o -> o.execution(Execution.INLINE));

    dispatchBoth(router);

    assertThat(parts).hasSize(201).extracting(reply -> reply.causes().size()).containsOnly(1);
  }

  @Test
  void aFailureOfTheFunctionIsBuriedWithTheIdOfTheFirstPart() throws Exception {
    router.on(
        "join",
        join()
            .into((_, _) -> {
              throw new IllegalStateException("no function");
            }),
        o -> o.execution(Execution.INLINE));
    var letters = new ConcurrentLinkedQueue<DeadLetter>();
    router.listen(DeadLetter.class, "letters", letters::add);

    dispatchBoth(router);

    assertThat(letters).singleElement().extracting(DeadLetter::agent).isEqualTo("join");
    var failed = letters.element().envelope();
    assertThat(failed.event()).isEqualTo(new Left(1));
    assertThat(failed.id()).isNotEqualTo(new EventId(0, 0));
    assertThat(failed.causes()).isEmpty();
  }

  @Test
  void aJoinThatMovesToAnotherRouteIsNotGivenUpWithTheFirstOne() throws Exception {
    // given a join whose first route was removed, and whose second one has joined parts
    var both = join().into((left, right) -> new Both(left.n(), right.n()));
    var next = Join.of(Ask.class, Reply.class).into((ask, reply) -> new Both(ask.n(), reply.n()));
    Route first = router.on("first", both, o -> o.execution(Execution.INLINE));
    keep(router, Both.class, "inline", outputs, Execution.INLINE);
    Parts joined;
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Left(0), ONE);
      dispatcher.dispatch(new Right(0), ONE);
      awaitShortWay(dispatcher);
      first.remove();
      router.on("second", both, o -> o.execution(Execution.INLINE));
      router.on("next", next, o -> o.execution(Execution.INLINE));
      dispatcher.dispatch(new Left(1), CorrelationId.of("moved"));
      dispatcher.dispatch(new Right(1), CorrelationId.of("moved"));
      dispatcher.awaitDrained(LIMIT);

      // when another join begins while somebody waits for that one
      var waiting = new CompletableFuture<Parts>();
      var waiter = Thread.startVirtualThread(() -> waiting.complete(awaitJoined(both, "awaited")));
      await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
      dispatcher.dispatch(new Ask(0));
      dispatcher.awaitDrained(LIMIT);
      dispatcher.dispatch(new Left(2), CorrelationId.of("awaited"));
      dispatcher.dispatch(new Right(2), CorrelationId.of("awaited"));
      joined = waiting.get(20, TimeUnit.SECONDS);
    }

    // then its parts are waited for
    assertThat(joined.events()).containsExactly(new Left(2), new Right(2));
  }

  private static Parts awaitJoined(AggregatorAgent join, String correlation) {
    try {
      return join.awaitJoined(CorrelationId.of(correlation), LIMIT);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first batches are slow, and parts go the long way in those that follow slow ones. */
  private static void awaitShortWay(AsyncDispatcher dispatcher) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      dispatcher.dispatch(new Both(i, i));
      dispatcher.awaitDrained(LIMIT);
    }
  }

  @Test
  void aRouteDoesNotAddToAJoinThatAnotherDispatcherHasTaken() throws Exception {
    var both = join().into((left, right) -> new Both(left.n(), right.n()));
    var next = Join.of(Ask.class, Reply.class).into((ask, reply) -> new Both(ask.n(), reply.n()));
    var other = new Router();
    other.on("join", both, o -> o.execution(Execution.INLINE));
    keep(other, Both.class, "inline", parts, Execution.INLINE);
    var special =
        router.on(
            "special",
            both,
            o -> o.when(part -> List.of(new Left(0), new Right(0)).contains(part)));
    router.on("join", both, o -> o.execution(Execution.INLINE));
    keep(router, Both.class, "inline", outputs, Execution.INLINE);
    router.on("next", next, o -> o.execution(Execution.INLINE));
    DrainReport report;
    try (var dispatcher = AsyncDispatcher.start(router);
        var second = AsyncDispatcher.start(other)) {
      dispatcher.dispatch(new Left(1), ONE);
      dispatcher.dispatch(new Right(2), ONE);
      dispatcher.dispatch(new Left(0), CorrelationId.of("special"));
      dispatcher.dispatch(new Right(0), CorrelationId.of("special"));
      dispatcher.awaitDrained(LIMIT);
      special.remove();
      dispatcher.dispatch(new Ask(0));
      dispatcher.awaitDrained(LIMIT);
      second.dispatch(new Left(3), CorrelationId.of("second"));
      second.dispatch(new Right(4), CorrelationId.of("second"));
      second.awaitDrained(LIMIT);

      dispatcher.dispatch(new Left(5), CorrelationId.of("late"));
      dispatcher.dispatch(new Right(6), CorrelationId.of("late"));
      report = dispatcher.awaitDrained(LIMIT);
    }

    assertThat(outputs).extracting(Envelope::event).containsExactly(new Both(1, 2), new Both(0, 0));
    assertThat(parts).extracting(Envelope::event).containsExactly(new Both(3, 4));
    assertThat(report.failed()).isEqualTo(2);
  }
}
