package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.baton.agents.AgentContext;
import io.baton.agents.Join;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.AgentScope;
import io.baton.tracing.ScopedTracer;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopesTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Drink(int n) implements Event {}

  record Plan(String trail) implements Event {}

  private final Router router = new Router();
  private final Trail trail = new Trail();
  private final Queue<String> trails = new ConcurrentLinkedQueue<>();

  private AsyncDispatcher start(Tracer... others) {
    return AsyncDispatcher.builder(router)
        .name("scoping")
        .unrouted(UnroutedPolicy.IGNORE)
        .tracer(Tracer.all(trail, Tracer.all(others)))
        .start();
  }

  private void handle(Event... events) throws InterruptedException {
    try (var dispatcher = start()) {
      for (var event : events) {
        dispatcher.dispatch(event);
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(30)).drained()).isTrue();
    }
  }

  private void keepTrail(Event event, AgentContext context) {
    trails.add(event.getClass().getSimpleName() + " " + Trail.of(context));
  }

  private <E extends Event> List<Event> end(E event, AgentContext context) {
    keepTrail(event, context);
    return List.of();
  }

  @ParameterizedTest
  @EnumSource
  void headersOfAScopeTravelOnOverHopsAndThreads(Execution execution) throws Exception {
    router.on(
        Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())), o -> o.execution(execution));
    router.on(Food.class, "inline", (food, _) -> List.of(new Drink(food.n())), ScopesTest::inline);
    router.on(Drink.class, "guest", this::end, o -> o.execution(execution));

    handle(new Ask(1));

    assertThat(trails).containsExactly("Drink root>cook1>inline1");
    assertThat(trail.log())
        .containsSubsequence("enter cook1", "enter inline1", "enter guest1", "close guest1")
        .contains("close cook1", "AgentEnded cook1", "close inline1", "AgentEnded inline1")
        .doesNotHaveDuplicates();
  }

  private static <E extends Event> RouteOptions<E> inline(RouteOptions<E> options) {
    return options.execution(Execution.INLINE);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsEmittedAtOnceOrLaterHasThemToo(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.emit(new Food(ask.n()));
          context.emitLater(new Drink(ask.n()), ofMillis(1));
          keepTrail(ask, context);
          return List.of();
        },
        o -> o.execution(execution));
    router.on(Food.class, "eater", this::end);
    router.on(Drink.class, "drinker", this::end);

    handle(new Ask(1));

    assertThat(trails).containsExactlyInAnyOrder("Ask root", "Food root>cook1", "Drink root>cook1");
  }

  @Test
  void theRunOfAQuestionGoesOnWithThem() throws Exception {
    router.on(
        Ask.class,
        "cook",
        (_, context) -> List.of(new Plan(context.ask(new Food(1), Drink.class).get() + "")),
        o -> o.timeout(ofSeconds(30)));
    router.on(
        Food.class,
        "bar",
        (food, context) -> {
          keepTrail(food, context);
          return List.of(new Drink(1));
        });
    router.on(Plan.class, "planner", this::end);

    handle(new Ask(1));

    assertThat(trails).containsExactly("Food root>cook1", "Plan root>cook1");
  }

  @Test
  void anAsynchronousAgentPublishesWithThemAfterItsThreadHasLeft() throws Exception {
    var left = new CountDownLatch(1);
    router.onAsync(
        Ask.class,
        "cook",
        (_, context) ->
            CompletableFuture.supplyAsync(() -> {
              await(left);
              context.emit(new Food(1));
              return List.of(new Drink(1));
            }));
    router.on(Food.class, "eater", this::end);
    router.on(Drink.class, "drinker", this::end);
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Awaitility.await().until(() -> trail.log().contains("close cook1"));
      left.countDown();
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(trails).containsExactlyInAnyOrder("Food root>cook1", "Drink root>cook1");
    assertThat(trail.log()).containsSubsequence("close cook1", "AgentEnded cook1");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void headersThatARunWasGivenWin() throws Exception {
    router.on(Ask.class, "cook", this::end);
    try (var dispatcher = start()) {
      dispatcher.run(new Ask(1), o -> o.header("trail", "given")).await(ofSeconds(30));
      dispatcher.run(new Ask(2), o -> o.header("other", "given")).await(ofSeconds(30));
    }

    assertThat(trails).containsExactly("Ask given", "Ask root");
  }

  @ParameterizedTest
  @EnumSource
  void aJoinGoesOnFromItsFirstPartAndKnowsThemAll(Execution execution) throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    router.on(Ask.class, "bar", (ask, _) -> List.of(new Drink(ask.n())));
    router.on(
        "joiner",
        Join.of(Food.class, Drink.class).intoAll((_, _, context) -> List.of(plan(context))),
        o -> o.execution(execution));
    router.on(Plan.class, "planner", this::end);

    handle(new Ask(1));

    assertThat(trails).containsExactly("Plan root>cook1>joiner1");
    assertThat(trail.log()).contains("enter joiner1 of [root>cook1, root>bar1]");
  }

  private static Plan plan(AgentContext context) {
    return new Plan(Trail.of(context));
  }

  @Test
  void aJoinThatClosesWithPartsMissingKnowsThoseThatCame() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    router.on(
        "joiner",
        Join.of(Food.class, Drink.class)
            .orPartial((_, context) -> List.of(plan(context)))
            .into((_, _) -> new Plan("complete")));
    router.on(Plan.class, "planner", this::end);
    try (var dispatcher = start()) {
      dispatcher.run(new Ask(1)).await(ofSeconds(30));
    }

    assertThat(trails).containsExactly("Plan root>cook1>joiner1");
    assertThat(trail.log()).contains("enter joiner1 of [root>cook1]");
  }

  @ParameterizedTest
  @EnumSource
  void theScopeOfAnAgentThatThrowsIsClosed(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "cook",
        (_, _) -> {
          throw new IllegalStateException("burnt");
        },
        o -> o.execution(execution));
    router.on(DeadLetter.class, "undertaker", this::end);

    handle(new Ask(1));

    assertThat(trail.log()).startsWith("enter cook1", "close cook1", "AgentFailed cook1");
    assertThat(trails).containsExactly("DeadLetter root");
  }

  @Test
  void whatAFailedAttemptHasEmittedKeepsTheHeadersOfThatAttempt() throws Exception {
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.emit(new Food(context.attempt()));
          if (context.attempt() < 3) {
            throw new IllegalStateException("burnt");
          }
          return List.of(new Drink(ask.n()));
        },
        o -> o.retry(Retry.attempts(3)));
    router.on(Food.class, "eater", this::end);
    router.on(Drink.class, "drinker", this::end);

    handle(new Ask(1));

    assertThat(trails)
        .containsExactlyInAnyOrder(
            "Food root>cook1", "Food root>cook2", "Food root>cook3", "Drink root>cook3");
  }

  @Test
  void theScopeOfAnAgentThatIsOutOfTimeIsClosedWhenItsThreadComesBack() throws Exception {
    var release = new CountDownLatch(1);
    router.on(
        Ask.class,
        "cook",
        (_, _) -> {
          while (release.getCount() > 0) {
            try {
              release.await();
            } catch (InterruptedException _) {
              // it goes on all the same
            }
          }
          return List.of();
        },
        o -> o.timeout(ofMillis(20)));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Awaitility.await().until(() -> trail.log().contains("AgentFailed cook1"));
      assertThat(trail.log()).containsExactly("enter cook1", "AgentFailed cook1");
      release.countDown();
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(trail.log()).containsExactly("enter cook1", "AgentFailed cook1", "close cook1");
  }

  @Test
  void anInterruptedAgentsScopeIsClosedAndToldOfTheEndOfItsRun() throws Exception {
    var entered = new CountDownLatch(1);
    router.on(
        Ask.class,
        "cook",
        (_, _) -> {
          entered.countDown();
          new CountDownLatch(1).await();
          return List.of();
        });
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      await(entered);
      run.cancel("enough");
      run.ended().get(30, SECONDS);
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(trail.log())
        .containsExactlyInAnyOrder("enter cook1", "Cancelled cook1", "close cook1");
  }

  @Test
  void scopesOfSeveralTracersAreClosedInTheOppositeOrder() throws Exception {
    router.listen(Ask.class, "cook", _ -> {});
    var order = new ConcurrentLinkedQueue<String>();
    try (var dispatcher =
        AsyncDispatcher.builder(router)
            .tracer(Tracer.all(new Named("a", order), new Named("b", order)))
            .start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(order).containsExactly("enter a", "enter b", "close b", "close a");
  }

  private record Named(String name, Queue<String> order) implements ScopedTracer {
    @Override
    public void trace(TraceEvent event) {}

    @Override
    public AgentScope enter(AgentAttempt attempt) {
      order.add("enter " + name);
      return () -> order.add("close " + name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void scopesThatThrowHarmNothingAndAreSwitchedOff(Execution execution) throws Exception {
    router.on(
        Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())), o -> o.execution(execution));
    router.on(Food.class, "guest", this::end, o -> o.execution(execution));
    var recorder = new TraceRecorder();
    try (var log = new CapturedLog(Level.WARN)) {
      try (var dispatcher = start(new Broken(), recorder)) {
        for (int i = 0; i < 100; i++) {
          dispatcher.dispatch(new Ask(i));
        }
        var report = dispatcher.awaitDrained(ofSeconds(30));
        assertThat(report.handled()).isEqualTo(200);
        assertThat(report.failed()).isZero();
      }
      assertThat(log.lines("switched off"))
          .containsExactly(
              "ERROR scopes of a tracer switched off: dispatcher=scoping tracer="
                  + Broken.class.getName()
                  + " failures=10");
    }

    assertThat(trails).hasSize(100).containsOnly("Food root>cook1");
    assertThat(recorder.events()).hasSize(600);
  }

  private static final class Broken implements ScopedTracer {
    @Override
    public void trace(TraceEvent event) {}

    @Override
    public Headers headers(Event root) {
      throw new IllegalStateException("no headers");
    }

    @Override
    public AgentScope enter(AgentAttempt attempt) {
      return new AgentScope() {
        @Override
        public Headers headers() {
          throw new IllegalStateException("no headers");
        }

        @Override
        public void settled(TraceEvent.OfAgent how) {
          throw new IllegalStateException("not settled");
        }

        @Override
        public void close() {
          throw new AssertionError("not closed");
        }
      };
    }
  }

  @Test
  void whatIsDeliveredOnceMoreHasTheHeadersThatItHad() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    var isFixed = new CountDownLatch(1);
    router.on(
        Food.class,
        "guest",
        (food, context) -> {
          if (isFixed.getCount() > 0) {
            throw new IllegalStateException("not hungry");
          }
          return end(food, context);
        });
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(30));
      isFixed.countDown();
      dispatcher.deadLetters().redispatch(dispatcher.deadLetters().list().getFirst());
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(trails).containsExactly("Food root>cook1");
  }

  @Test
  void aRunThatIsAddedToFromOutsideHasTheHeadersOfWhoDoes() throws Exception {
    var release = new CountDownLatch(1);
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          await(release);
          return end(ask, context);
        });
    router.on(Food.class, "eater", this::end);
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      run.dispatch(new Food(1));
      release.countDown();
      run.await(ofSeconds(30));
    }

    assertThat(trails).containsExactlyInAnyOrder("Ask root", "Food root");
  }

  @Test
  void withoutSuchATracerThereAreNoHeaders() throws Exception {
    router.on(Ask.class, "cook", this::end);
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(new TraceRecorder()).start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(trails).containsExactly("Ask none");
  }
}
