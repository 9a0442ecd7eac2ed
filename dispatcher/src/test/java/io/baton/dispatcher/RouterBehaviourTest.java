package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.TypedAgent;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.SystemEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouterBehaviourTest {

  interface Named extends Event {}

  sealed interface Shape extends Event {}

  record Circle(int n) implements Shape, Named {}

  record Square(int n) implements Shape {}

  static class Animal implements Event {}

  static final class Dog extends Animal {}

  private final Router router = new Router();
  private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();

  @Test
  void aRouteOnATypeTakesEventsOfThatType() throws Exception {
    log(Circle.class, "circles");

    handle(new Circle(1), new Square(2));

    assertThat(calls).containsExactly("circles");
  }

  @Test
  void twoRoutesGetAnEventInTheOrderOfTheirRegistration() throws Exception {
    log(Circle.class, "first");
    log(Shape.class, "second");
    log(Circle.class, "third");

    handle(new Circle(1));

    assertThat(calls).containsExactly("first", "second", "third");
    assertThat(router.routes()).extracting(Route::name).containsExactly("first", "second", "third");
  }

  @Test
  void aRouterWithoutRoutesHasAnEmptyListAndNoProblems() {
    assertThat(router.routes()).isEmpty();
    assertThat(router.check()).isEmpty();
    assertThat(router.toMermaid()).isEqualTo("flowchart LR\n");
  }

  @Test
  void aRouteOnASupertypeTakesEverySubtypeOncePerRoute() throws Exception {
    log(Shape.class, "sealed parent");
    log(Named.class, "interface");
    log(Animal.class, "superclass");
    log(Event.class, "all");

    handle(new Circle(1), new Square(2), new Dog(), new Animal());

    assertThat(calls)
        .containsExactly(
            "sealed parent",
            "interface",
            "all",
            "sealed parent",
            "all",
            "superclass",
            "all",
            "superclass",
            "all");
  }

  @Test
  void aPredicateNarrowsItsRouteAndNoOther() throws Exception {
    log(Circle.class, "all");
    router.listen(
        Circle.class,
        "even",
        _ -> calls.add("even"),
        o -> o.when(circle -> circle.n() % 2 == 0).execution(Execution.INLINE));

    var report = handle(new Circle(1), new Circle(2));

    assertThat(calls).containsExactly("all", "all", "even");
    assertThat(report.unrouted()).isZero();
  }

  @Test
  void anEventThatEveryPredicateRefusesIsUnrouted() throws Exception {
    router.listen(Circle.class, "none", _ -> calls.add("none"), o -> o.when(_ -> false));

    var report = handle(new Circle(1));

    assertThat(calls).isEmpty();
    assertThat(report.unrouted()).isEqualTo(1);
  }

  @Test
  void anAgentOnSeveralRoutesGetsAnEventOnceByTheMostSpecific() throws Exception {
    var agent = new Noting();
    router.on(Event.class, "event", agent, o -> o.execution(Execution.INLINE));
    router.on(Shape.class, "shape", agent, o -> o.execution(Execution.INLINE));
    router.on(Circle.class, "circle", agent, o -> o.execution(Execution.INLINE));
    router.on(Circle.class, "circle again", agent, o -> o.execution(Execution.INLINE));

    handle(new Circle(1), new Square(1), new Dog());

    assertThat(calls).containsExactly("circle", "shape", "event");
  }

  @Test
  void twoAgentsOfOneClassGetAnEventEach() throws Exception {
    router.on(Event.class, "one", new Noting(), o -> o.execution(Execution.INLINE));
    router.on(Circle.class, "two", new Noting(), o -> o.execution(Execution.INLINE));

    handle(new Circle(1));

    assertThat(calls).containsExactly("one", "two");
  }

  @Test
  void oneLambdaOnTwoRoutesGetsAnEventByEach() throws Exception {
    for (var name : List.of("one", "two")) {
      router.on(Circle.class, name, (_, _) -> List.of(), o -> o.execution(Execution.INLINE));
    }

    assertThat(handle(new Circle(1)).handled()).isEqualTo(2);
  }

  @Test
  void anAgentThatDeclaresItsTypesGetsEventsOfEachOnce() throws Exception {
    router.on(
        "typed",
        new TypedAgent<Event>() {
          @Override
          public Set<Class<? extends Event>> accepts() {
            return Set.of(Circle.class, Shape.class, Dog.class);
          }

          @Override
          public CompletionStage<List<Event>> receiveAsync(Event event, AgentContext context) {
            calls.add(event.getClass().getSimpleName());
            return CompletableFuture.completedStage(List.of());
          }
        });

    handle(new Circle(1), new Square(1), new Animal(), new Dog());

    assertThat(calls).containsExactlyInAnyOrder("Circle", "Square", "Dog");
  }

  @Test
  void aSystemEventGoesOnlyToRoutesOnASystemType() throws Exception {
    log(Event.class, "event");
    log(SystemEvent.class, "system");
    log(DeadLetter.class, "letter");
    router.on(
        Circle.class,
        "bad",
        (_, _) -> {
          throw new IllegalStateException("on purpose");
        },
        o -> o.execution(Execution.INLINE));

    handle(new Circle(1));

    assertThat(calls).containsExactly("event", "system", "letter");
  }

  @Test
  void aRouteThatIsRemovedGetsNothingAnyMoreAndRemovingItTwiceDoesNothing() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var route = log(Circle.class, "gone");
      log(Circle.class, "stays");
      dispatcher.dispatch(new Circle(1));
      dispatcher.awaitDrained(ofSeconds(10));

      route.remove();
      route.remove();
      dispatcher.dispatch(new Circle(2));
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(calls).containsExactly("gone", "stays", "stays");
    assertThat(router.routes()).extracting(Route::name).containsExactly("stays");
  }

  @Test
  void whatIsInTheRingGoesByTheRoutesOfTheMomentWhenItIsTaken() throws Exception {
    var isIn = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    router.listen(
        Square.class,
        "blocking",
        _ -> {
          isIn.countDown();
          Work.until(open);
        },
        o -> o.execution(Execution.INLINE));
    var early = log(Circle.class, "early");
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Square(1));
      Work.until(isIn);
      dispatcher.dispatch(new Circle(1));
      early.remove();
      log(Circle.class, "late");
      open.countDown();
    }

    assertThat(calls).containsExactly("late");
  }

  @Test
  void aRemovedRouteFinishesWhatIsInItsMailbox() throws Exception {
    var open = new CountDownLatch(1);
    var isIn = new CountDownLatch(1);
    var route =
        router.listen(
            Circle.class,
            "serial",
            circle -> {
              isIn.countDown();
              Work.until(open);
              calls.add("circle " + circle.n());
            },
            o -> o.concurrency(1));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 3; i++) {
        dispatcher.dispatch(new Circle(i));
      }
      Work.until(isIn);
      dispatcher.awaitDrained(ofMillis(100));
      route.remove();
      dispatcher.dispatch(new Circle(3));
      open.countDown();
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.handled()).isEqualTo(3);
      assertThat(report.unrouted()).isEqualTo(1);
    }
    assertThat(calls).containsExactly("circle 0", "circle 1", "circle 2");
  }

  @ParameterizedTest
  @EnumSource
  void routesAreAddedAndRemovedWhileEventsFlowWithoutLoss(Execution execution) throws Exception {
    var all = new LongAdder();
    var squares = new LongAdder();
    var isOver = new AtomicBoolean();
    var dispatched = new LongAdder();
    router.listen(Circle.class, "all", _ -> all.increment(), o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(1024).start()) {
      var producer =
          Thread.ofPlatform()
              .start(() -> {
                while (!isOver.get()) {
                  dispatcher.dispatch(new Circle(1));
                  dispatched.increment();
                }
              });
      for (int i = 0; i < 50; i++) {
        var extra =
            router.listen(
                Shape.class,
                "extra",
                shape -> {
                  if (shape instanceof Square) {
                    squares.increment();
                  }
                },
                o -> o.execution(execution));
        dispatcher.run(new Square(i)).await(ofSeconds(10));
        extra.remove();
      }
      isOver.set(true);
      producer.join();
      assertThat(dispatcher.awaitDrained(ofSeconds(20)).drained()).isTrue();
    }

    assertThat(squares.sum()).isEqualTo(50);
    assertThat(all.sum()).isEqualTo(dispatched.sum());
  }

  @Test
  void aRouteIsAddedAfterEventsOfManyClasses() throws Exception {
    log(Event.class, "all");
    DrainReport report;
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(Stranger.ofItsOwnClass());
      }
      dispatcher.awaitDrained(ofSeconds(10));
      log(Circle.class, "late");
      dispatcher.dispatch(new Circle(1));
      report = dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(report.failure()).isEmpty();
    assertThat(calls).hasSize(102).endsWith("all", "late");
  }

  private Route log(Class<? extends Event> type, String name) {
    return router.listen(type, name, _ -> calls.add(name), o -> o.execution(Execution.INLINE));
  }

  private DrainReport handle(Event... events) throws InterruptedException {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (var event : events) {
        dispatcher.dispatch(event);
      }
      var report = dispatcher.awaitDrained(ofSeconds(10));
      assertThat(report.drained()).isTrue();
      return report;
    }
  }

  /** An agent with an identity, which a lambda has not. */
  private final class Noting implements Agent<Event> {
    @Override
    public List<Event> receive(Event event, AgentContext context) {
      calls.add(context.agentName());
      return List.of();
    }
  }
}
