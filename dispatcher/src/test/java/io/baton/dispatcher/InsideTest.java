package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.baton.agents.AgentContext;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class InsideTest {

  private final Router router = new Router();
  private final LinkedBlockingQueue<Envelope> seen = new LinkedBlockingQueue<>();

  private List<Event> see(Event event, AgentContext context) {
    seen.add(context.envelope());
    return List.of();
  }

  @ParameterizedTest
  @EnumSource
  void dispatchInsideIsAFollowUpOfTheSameRun(Execution execution) throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      router.on(Reply.class, "seer", this::see);
      router.on(
          Ask.class,
          "asker",
          (ask, context) -> {
            seen.add(context.envelope());
            dispatcher.dispatch(new Reply(ask.n()));
            return List.of();
          },
          o -> o.execution(execution));

      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(report.handled()).isEqualTo(2);
      Envelope cause = seen.take();
      Envelope followUp = seen.take();
      assertThat(followUp.correlationId()).isEqualTo(cause.correlationId());
      assertThat(followUp.causes()).containsExactly(cause.id());
      assertThat(followUp.source()).isEqualTo("asker");
      assertThat(followUp.hops()).isEqualTo(cause.hops() + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void dispatchInsideNeverWaitsForTheRing(Execution execution) throws Exception {
    var ticks = new LongAdder();
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(1).maxInFlight(1).start()) {
      router.listen(Tick.class, "ticker", _ -> ticks.increment());
      router.listen(
          Ask.class,
          "asker",
          _ -> {
            for (int i = 0; i < 100; i++) {
              dispatcher.dispatch(new Tick(i));
              assertThat(dispatcher.tryDispatch(new Tick(i))).isTrue();
            }
          },
          o -> o.execution(execution));

      dispatcher.dispatch(new Ask(1));

      assertThat(Crew.drain(dispatcher).failed()).isZero();
      assertThat(ticks.sum()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatOnlyCallersOutsideMayDoIsRefusedInside(Execution execution) throws Exception {
    var refusals = new ArrayBlockingQueue<Throwable>(10);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var other = CorrelationId.of("other");
      var run = new CompletableFuture<Run>();
      router.listen(
          Ask.class,
          "asker",
          _ -> {
            refusals.add(catchThrowable(() -> dispatcher.dispatch(new Tick(1), other)));
            refusals.add(catchThrowable(() -> dispatcher.tryDispatch(new Tick(1), other)));
            refusals.add(catchThrowable(() -> dispatcher.run(new Tick(1))));
            refusals.add(catchThrowable(() -> dispatcher.ask(new Tick(1), Reply.class)));
            refusals.add(catchThrowable(() -> dispatcher.awaitDrained(ofSeconds(9))));
            refusals.add(catchThrowable(() -> dispatcher.awaitIdle(ofSeconds(9))));
            refusals.add(catchThrowable(() -> dispatcher.close(ofSeconds(9))));
            refusals.add(catchThrowable(() -> run.get(9, TimeUnit.SECONDS).dispatch(new Tick(1))));
          },
          o -> o.execution(execution));
      run.complete(dispatcher.run(new Tick(1)));

      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      assertThat(refusals)
          .hasSize(8)
          .allSatisfy(refusal ->
              assertThat(refusal)
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageStartingWith("agent asker must not"));
    }
  }

  @Test
  void contextIsInsideUntilTheAsynchronousDeliveryHasSettled() throws Exception {
    var contexts = new ArrayBlockingQueue<AgentContext>(1);
    var answer = new CompletableFuture<List<Event>>();
    router.on(Reply.class, "seer", this::see);
    router.onAsync(
        Ask.class,
        "asker",
        (_, context) -> {
          contexts.add(context);
          return answer;
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));
      AgentContext context = contexts.take();

      context.emit(new Reply(1));
      assertThat(seen.take().correlationId()).isEqualTo(run.correlationId());
      assertThat(run.report().outcome().name()).isEqualTo("RUNNING");
      answer.complete(List.of());
      assertThat(run.await(ofSeconds(10)).handled()).isEqualTo(2);

      var uses = new ArrayList<Throwable>();
      uses.add(catchThrowable(() -> context.emit(new Reply(2))));
      uses.add(catchThrowable(() -> context.emitLater(new Reply(2), ofSeconds(0))));
      uses.add(catchThrowable(() -> context.ask(new Reply(2), Tick.class)));
      uses.add(catchThrowable(context::memory));
      uses.add(catchThrowable(context::envelope));
      assertThat(uses)
          .allSatisfy(use ->
              assertThat(use)
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("asker has settled"));
      Crew.drain(dispatcher);
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void anInlineAgentsContextIsRefusedToOtherThreads() throws Exception {
    var contexts = new ArrayBlockingQueue<AgentContext>(1);
    router.on(
        Ask.class,
        "asker",
        (_, context) -> {
          contexts.add(context);
          return List.of();
        },
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      AgentContext context = contexts.take();

      assertThat(catchThrowable(() -> context.emit(new Reply(1))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("only inside receive");
    }
  }

  @Test
  void anAgentOfAnotherDispatcherIsOutside() throws Exception {
    var otherRouter = new Router();
    otherRouter.on(Reply.class, "seer", this::see);
    try (var other = AsyncDispatcher.start(otherRouter);
        var dispatcher = AsyncDispatcher.start(router)) {
      router.listen(Ask.class, "asker", _ -> other.dispatch(new Reply(1)));

      var run = dispatcher.run(new Ask(1));
      run.await(ofSeconds(10));
      Crew.drain(other);

      Envelope root = seen.take();
      assertThat(root.hops()).isZero();
      assertThat(root.source()).isEqualTo(Envelope.APPLICATION);
      assertThat(root.correlationId()).isNotEqualTo(run.correlationId());
    }
  }
}
