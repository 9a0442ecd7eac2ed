package io.baton.agents.llm;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.AskFailedException;
import io.baton.agents.MemoryKey;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceEvent.ToolCalled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ToolOnDispatcherTest {

  record Ask(String mood) implements Event {}

  record Food(String dish) implements Event {}

  record Film(String title) implements Event {}

  static final MemoryKey<Integer> VISITS = MemoryKey.of("visits", 0);

  final ScriptedModel model = new ScriptedModel();
  final Router router = new Router();

  @Test
  void agentIsATool() throws Exception {
    var cook =
        Tool.ofAgent(
            "cook", "Cooks.", Ask.class, (ask, _) -> List.of(new Food("soup for " + ask.mood())));
    var both =
        Tool.ofAsyncAgent(
            "both",
            "Plans.",
            Ask.class,
            (ask, _) ->
                CompletableFuture.completedStage(
                    List.of(new Food(ask.mood()), new Film(ask.mood()))));
    var none = Tool.ofAgent("none", "Listens.", Ask.class, (ask, _) -> List.of());

    var results =
        new Calls(List.of(cook, both, none))
            .run(
                Calls.request("cook", "{\"mood\": \"rain\"}"),
                Calls.request("both", "{\"mood\": \"sun\"}"),
                Calls.request("none", "{\"mood\": \"sun\"}"));

    assertThat(results)
        .containsExactly(
            "{\"type\":\"Food\",\"dish\":\"soup for rain\"}",
            """
            [{"type":"Food","dish":"sun"},{"type":"Film","title":"sun"}]\
            """,
            "done");
  }

  @Test
  void agentOfAModelIsATool() throws Exception {
    var inner = new ScriptedModel().say("soup");
    var cook =
        LlmAgent.builder(Ask.class)
            .model(inner)
            .prompt(Ask::mood)
            .answer((ask, text) -> new Food(text))
            .build();
    model.call(Calls.request("cook", "{\"mood\": \"rain\"}")).say("Soup it is.");
    router.on("planner", planner(Tool.ofAgent("cook", "Cooks.", Ask.class, cook)));

    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThat(dispatcher.ask(new Ask("x"), Film.class).get(ofSeconds(60)).title())
          .isEqualTo("Soup it is.");
    }
    assertThat(model.texts(1).getLast()).isEqualTo("{\"type\":\"Food\",\"dish\":\"soup\"}");
  }

  @Test
  void runIsAToolOfSeveralCallsAtOnce() throws Exception {
    List<TraceEvent> traced = new CopyOnWriteArrayList<>();
    model
        .call(
            Calls.request("1", "cook", "{\"term\": \"rain\"}"),
            Calls.request("2", "cook", "{\"term\": \"sun\"}"))
        .say("Both.");
    router.on("planner", planner(Tool.ofRun("cook", "Cooks.", Order.class, Food.class)));
    router.on(Order.class, "cook", (order, _) -> List.of(new Food(order.term())));

    try (var dispatcher = AsyncDispatcher.builder(router).tracer(traced::add).start()) {
      dispatcher.ask(new Ask("x"), Film.class).get(ofSeconds(60));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isZero();
    }

    assertThat(model.texts(1))
        .endsWith("{\"type\":\"Food\",\"dish\":\"rain\"}", "{\"type\":\"Food\",\"dish\":\"sun\"}");
    assertThat(traced).filteredOn(ToolCalled.class::isInstance).hasSize(2);
    assertThat(traced)
        .extracting(TraceEvent::correlationId)
        .containsOnly(traced.getFirst().correlationId());
  }

  @Test
  void runWithoutAnAnswerIsToldToTheModel() throws Exception {
    model.call(Calls.request("1", "cook", "{\"term\": \"rain\"}")).say("Nothing.");
    router.on("planner", planner(Tool.ofRun("cook", "Cooks.", Order.class, Food.class)));
    router.on(Order.class, "cook", (order, _) -> List.of());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.ask(new Ask("x"), Film.class).get(ofSeconds(60));
    }

    assertThat(model.texts(1).getLast()).startsWith("Tool cook failed: ").contains("Food");
  }

  @Test
  void cancelOfTheRunReachesTheTools() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Tool<Order, String> wait =
        Tool.of(
            "wait",
            "Waits.",
            Order.class,
            _ -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return "";
            });
    model.call(Calls.request("1", "wait", "{\"term\": \"x\"}"));
    router.on("planner", planner(wait));

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var answer = dispatcher.ask(new Ask("x"), Film.class);
      begun.await();
      answer.cancel();

      assertThatThrownBy(answer::get).isInstanceOf(AskFailedException.class);
      interrupted.await();
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();
    }
  }

  @Test
  void whatTheModelKeepsIsAppliedWhenTheDeliveryEndsWell() throws Exception {
    model
        .call(Calls.request("1", "remember", "{\"visits\": 1}"))
        .say("One.")
        .call(Calls.request("2", "remember", "{\"visits\": 2}"))
        .say("fail");
    router.on(
        "planner",
        LlmAgent.builder(Ask.class)
            .model(model)
            .prompt(Ask::mood)
            .remembers(VISITS)
            .answer((ask, text) -> {
              if (text.equals("fail")) {
                throw new IllegalStateException("it fails");
              }
              return new Film(text);
            })
            .build());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask("first"));
      dispatcher.awaitDrained(ofMinutes(1));
      assertThat(dispatcher.memory().get(VISITS)).isEqualTo(1);

      dispatcher.dispatch(new Ask("second"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isEqualTo(1);
      assertThat(dispatcher.memory().get(VISITS)).isEqualTo(1);
    }
    assertThat(model.texts(2).getFirst()).contains("{\"visits\":1}");
  }

  @Test
  void chatOutsideOfAgentsStartsRunsByItsAsker() throws Exception {
    router.on(Order.class, "cook", (order, _) -> List.of(new Food(order.term())));
    model.call(Calls.request("1", "cook", "{\"term\": \"rain\"}")).say("Soup.");

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var chat =
          ChatSession.builder(model)
              .tools(Tool.ofRun("cook", "Cooks.", Order.class, Food.class))
              .asker(dispatcher::ask)
              .build();
      assertThat(chat.ask("Cook!").text()).isEqualTo("Soup.");
    }

    assertThat(model.texts(1).getLast()).isEqualTo("{\"type\":\"Food\",\"dish\":\"rain\"}");
  }

  record Order(String term) implements Event {}

  private LlmAgent<Ask, String> planner(Tool<?, ?>... tools) {
    return LlmAgent.builder(Ask.class)
        .model(model)
        .prompt(Ask::mood)
        .tools(tools)
        .answer((ask, text) -> new Film(text))
        .build();
  }
}
