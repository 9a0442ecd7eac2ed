package io.baton.tracing.micrometer;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Retry;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.UnroutedPolicy;
import io.baton.events.Event;
import io.baton.tracing.Tracer;
import io.baton.tracing.micrometer.Kitchen.Ask;
import io.baton.tracing.micrometer.Kitchen.Drink;
import io.baton.tracing.micrometer.Kitchen.Food;
import io.baton.tracing.micrometer.Kitchen.Plan;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatonSpansTest {

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
  private final io.micrometer.tracing.Tracer tracer =
      new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), _ -> {});
  private final Router router = new Router();

  @AfterEach
  void close() {
    provider.close();
  }

  private AsyncDispatcher start(Tracer... others) {
    return AsyncDispatcher.builder(router)
        .unrouted(UnroutedPolicy.IGNORE)
        .tracer(Tracer.all(BatonSpans.of(tracer), Tracer.all(others)))
        .start();
  }

  private void handle(Event event) throws InterruptedException {
    try (var dispatcher = start()) {
      dispatcher.dispatch(event);
      assertThat(dispatcher.awaitDrained(ofSeconds(30)).drained()).isTrue();
    }
  }

  private SpanData span(String name) {
    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsOnlyOnce(name);
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertBelow(SpanData child, SpanData parent) {
    assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
    assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
  }

  private static @Nullable String text(SpanData span, String attribute) {
    return span.getAttributes().get(AttributeKey.stringKey(attribute));
  }

  @Test
  void allThatOneDispatchCausesIsOneTraceOverHopsAndThreads() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    router.on(
        Food.class,
        "waiter",
        (food, _) -> List.of(new Drink(food.n())),
        o -> o.execution(Execution.INLINE));
    router.on(
        Drink.class,
        "bar",
        (drink, context) -> {
          context.emitLater(new Plan(drink.n()), Duration.ofMillis(1));
          return List.of();
        },
        o -> o.execution(Execution.CPU));
    router.listen(Plan.class, "planner", _ -> {});

    handle(new Ask(1));

    SpanData sent = span("send Ask");
    assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(sent.getParentSpanId()).isEqualTo("0000000000000000");
    assertBelow(span("invoke_agent cook"), sent);
    assertBelow(span("invoke_agent waiter"), span("invoke_agent cook"));
    assertBelow(span("invoke_agent bar"), span("invoke_agent waiter"));
    assertBelow(span("invoke_agent planner"), span("invoke_agent bar"));
    assertThat(exporter.getFinishedSpanItems()).hasSize(5);
  }

  @Test
  void aSpanHasTheAttributesOfTheConventions() throws Exception {
    router.listen(Ask.class, "cook", _ -> {});
    String correlation;
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      run.await(ofSeconds(30));
      correlation = run.correlationId().toString();
    }

    SpanData cook = span("invoke_agent cook");
    assertThat(cook.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(cook.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(text(cook, "gen_ai.operation.name")).isEqualTo("invoke_agent");
    assertThat(text(cook, "gen_ai.agent.name")).isEqualTo("cook");
    assertThat(text(cook, "gen_ai.conversation.id")).isEqualTo(correlation);
    assertThat(text(cook, "messaging.system")).isEqualTo("baton");
    assertThat(text(cook, "messaging.operation.type")).isEqualTo("process");
    assertThat(text(cook, "messaging.destination.name")).isEqualTo("Ask");
    assertThat(text(cook, "messaging.message.id")).isNotBlank();
    assertThat(text(cook, "baton.outcome")).isEqualTo("ended");
    assertThat(cook.getAttributes().get(AttributeKey.longKey("baton.attempt"))).isEqualTo(1);
    assertThat(text(span("send Ask"), "messaging.operation.type")).isEqualTo("send");
  }

  @Test
  void theSpanOfABatchHasALinkToTheSpanOfEachItem() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    router.on(Ask.class, "baker", (ask, _) -> List.of(new Food(ask.n())));
    router.onBatch(
        Food.class,
        "waiter",
        2,
        ofSeconds(20),
        batch -> {
          Objects.requireNonNull(tracer.currentSpan()).tag("waiter", "here");
          batch.items().forEach(item -> item.answer(new Plan(1)));
        });

    handle(new Ask(1));

    SpanData waiter = span("invoke_agent waiter");
    List<String> makers =
        List.of(span("invoke_agent cook").getSpanId(), span("invoke_agent baker").getSpanId());
    assertThat(waiter.getTraceId()).isEqualTo(span("send Ask").getTraceId());
    assertThat(waiter.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactlyInAnyOrderElementsOf(makers);
    assertThat(waiter.getParentSpanId()).isIn(makers);
    assertThat(text(waiter, "waiter")).isEqualTo("here");
    assertThat(waiter.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count")))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void theSpanOfAJoinHasALinkToTheSpanOfEachPart(Execution execution) throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    router.on(Ask.class, "bar", (ask, _) -> List.of(new Drink(ask.n())));
    router.on(
        "joiner",
        Join.of(Food.class, Drink.class).into((_, _) -> new Plan(1)),
        o -> o.execution(execution));
    router.listen(Plan.class, "planner", _ -> {});

    handle(new Ask(1));

    SpanData joiner = span("invoke_agent joiner");
    assertBelow(joiner, span("invoke_agent cook"));
    assertThat(joiner.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactly(
            span("invoke_agent cook").getSpanId(), span("invoke_agent bar").getSpanId());
    assertThat(joiner.getLinks())
        .extracting(LinkData::getAttributes)
        .allMatch(a -> a.get(AttributeKey.stringKey("messaging.message.id")) != null);
    assertBelow(span("invoke_agent planner"), joiner);
  }

  @Test
  void aFailedAttemptHasTheStatusAndTheTypeOfItsFailureButNotItsMessage() throws Exception {
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          if (context.attempt() == 1) {
            throw new IllegalStateException("card 4711 refused");
          }
          return List.of(new Food(ask.n()));
        },
        o -> o.retry(Retry.attempts(2)));

    handle(new Ask(1));

    var attempts =
        exporter.getFinishedSpanItems().stream()
            .filter(span -> span.getName().equals("invoke_agent cook"))
            .toList();
    assertThat(attempts).hasSize(2).allSatisfy(span -> assertBelow(span, span("send Ask")));
    SpanData failed = attempts.getFirst();
    assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(failed, "error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(text(failed, "baton.outcome")).isEqualTo("failed");
    assertThat(failed.toString()).doesNotContain("4711");
    assertThat(attempts.getLast().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void callsOfModelsAndToolsAreChildrenOfTheirAgent() throws Exception {
    router.listen(Food.class, "nobody", _ -> {});
    router.on(
        Ask.class,
        "cook",
        (_, context) -> {
          context.tracer().trace(Calls.modelCalled(context, "gpt-5"));
          context.tracer().trace(Calls.toolCalled(context, "weather"));
          return List.of();
        });

    handle(new Ask(1));

    SpanData model = span("chat gpt-5");
    assertBelow(model, span("invoke_agent cook"));
    assertThat(model.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(model.getEndEpochNanos() - model.getStartEpochNanos())
        .isEqualTo(Calls.WORK.toNanos());
    assertThat(text(model, "gen_ai.provider.name")).isEqualTo("openai");
    assertThat(text(model, "gen_ai.request.model")).isEqualTo("gpt-5");
    assertThat(model.getAttributes().get(AttributeKey.longKey("gen_ai.usage.input_tokens")))
        .isEqualTo(10);
    assertThat(model.getAttributes().get(AttributeKey.longKey("gen_ai.usage.output_tokens")))
        .isEqualTo(20);
    SpanData tool = span("execute_tool weather");
    assertBelow(tool, span("invoke_agent cook"));
    assertThat(text(tool, "gen_ai.tool.name")).isEqualTo("weather");
    assertThat(text(tool, "gen_ai.tool.call.id")).isEqualTo("call-1");
    assertThat(tool.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(tool.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @EnumSource
  void theSpanOfAnAgentIsCurrentWhileItIsCalled(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "cook",
        (_, _) -> {
          tracer.nextSpan().name("http call").start().end();
          return List.of(new Food(1));
        },
        o -> o.execution(execution));
    router.listen(Food.class, "guest", _ -> {}, o -> o.execution(execution));

    handle(new Ask(1));

    assertBelow(span("http call"), span("invoke_agent cook"));
    assertThat(tracer.currentSpan()).isNull();
  }

  @Test
  void aDispatchWithinASpanOfTheCallerIsBelowIt() throws Exception {
    router.listen(Ask.class, "cook", _ -> {});
    var caller = tracer.nextSpan().name("caller").start();
    try (var dispatcher = start()) {
      try (var _ = tracer.withSpan(caller)) {
        dispatcher.dispatch(new Ask(1));
      }
      dispatcher.awaitDrained(ofSeconds(30));
    } finally {
      caller.end();
    }

    assertBelow(span("send Ask"), span("caller"));
    assertBelow(span("invoke_agent cook"), span("send Ask"));
  }

  @Test
  void aHeaderThatARunWasGivenIsWhereItsTraceGoesOn() throws Exception {
    router.listen(Ask.class, "cook", _ -> {});
    String above = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    try (var dispatcher = start()) {
      dispatcher.run(new Ask(1), o -> o.header("traceparent", above)).await(ofSeconds(30));
      dispatcher.awaitDrained(ofSeconds(30));
    }

    SpanData cook = span("invoke_agent cook");
    assertThat(cook.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(cook.getParentSpanId()).isEqualTo("b7ad6b7169203331");
  }

  @Test
  void whatFindsNoRoomIsNotSent() throws Exception {
    var release = new CountDownLatch(1);
    router.listen(Ask.class, "cook", _ -> await(release), o -> o.execution(Execution.INLINE));
    int accepted = 0;
    try (var dispatcher =
        AsyncDispatcher.builder(router).ringSize(8).tracer(BatonSpans.of(tracer)).start()) {
      for (int i = 0; i < 100; i++) {
        accepted += dispatcher.tryDispatch(new Ask(i)) ? 1 : 0;
      }
      release.countDown();
    }

    assertThat(accepted).isLessThan(20);
    assertThat(exporter.getFinishedSpanItems())
        .filteredOn(span -> span.getName().equals("send Ask"))
        .hasSize(accepted);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aHeaderThatIsNotValidBeginsATrace() throws Exception {
    router.listen(Ask.class, "cook", _ -> {});
    try (var dispatcher = start()) {
      dispatcher.run(new Ask(1), o -> o.header("traceparent", "00-nonsense")).await(ofSeconds(30));
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(span("invoke_agent cook").getParentSpanId()).isEqualTo("0000000000000000");
  }

  @Test
  void aRegistryWithoutAHandlerOfSpansHarmsNothing() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    router.listen(Food.class, "guest", _ -> {});
    var registry = ObservationRegistry.create();
    try (var dispatcher =
        AsyncDispatcher.builder(router).tracer(new BatonSpans(registry)).start()) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitDrained(ofSeconds(30)).handled()).isEqualTo(2);
    }
  }
}
