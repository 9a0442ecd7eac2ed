package io.baton.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.baton.agents.llm.FieldEvent;
import io.baton.agents.llm.FieldFeed;
import io.baton.agents.llm.FieldLimits;
import io.baton.agents.llm.FieldPath;
import io.baton.agents.llm.FieldPattern;
import io.baton.agents.llm.FieldScanner;
import io.baton.agents.llm.FieldShape;
import io.baton.agents.llm.LlmAgent;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page on the fields of an answer shows and claims. */
class FieldsDocsTest {
  private static final String ANSWER =
      "Here: {\"title\": \"Soup\", \"steps\": [{\"text\": \"Boil.\"}, {\"text\": \"Eat.\"}]}";

  record Wish(String dish) implements Event {}

  record Progress(String path, String text) implements Event {}

  record Cooked(Recipe recipe) implements Event {}

  record Recipe(String title, List<Step> steps) {}

  record Step(String text) {}

  /** Answers every question with the same text. */
  record CannedModel(String answer) implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      return ChatResponse.builder()
          .aiMessage(AiMessage.from(answer))
          .finishReason(FinishReason.STOP)
          .build();
    }
  }

  @Test
  void agentTellsFieldsWhileTheModelWrites() throws Exception {
    var model = new CannedModel(ANSWER);
    Queue<Event> told = new ConcurrentLinkedQueue<>();
    var router = new Router();
    // docs: agent
    router.on(
        "cook",
        LlmAgent.builder(Wish.class, Recipe.class)
            .model(model)
            .prompt(Wish::dish)
            .onReply((wish, reply, context) -> {
              for (FieldEvent event : reply.fields()) {
                if (event instanceof FieldEvent.Delta(var path, var text)) {
                  context.emit(new Progress(path.toString(), text));
                }
              }
              return List.of(new Cooked(reply.data()));
            })
            .build());
    // end
    router.listen(Progress.class, "progress", told::add);
    router.listen(Cooked.class, "cooked", told::add);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Wish("soup"));
      assertThat(dispatcher.awaitDrained(Duration.ofMinutes(1)).failed()).isZero();
    }

    var recipe = new Recipe("Soup", List.of(new Step("Boil."), new Step("Eat.")));
    assertThat(told)
        .contains(
            new Progress("title", "Soup"),
            new Progress("steps[1].text", "Eat."),
            new Cooked(recipe));
  }

  @Test
  void readerFollowsTheAttemptThatIsAccepted() {
    // docs: feed
    var feed = new FieldFeed();
    feed.accept("{\"title\": \"Sou");
    feed.accept("p\", \"steps\": 3}");
    feed.restart(); // the model is asked again
    feed.accept("{\"title\": \"Soup\", \"steps\": []}");
    feed.end();
    // end
    // docs: reader
    Map<String, String> shown = new TreeMap<>();
    for (FieldEvent event : feed.stream()) {
      switch (event) {
        case FieldEvent.Delta(var path, var text) ->
            shown.merge(path.toString(), text, String::concat);
        case FieldEvent.Done(var path, var value) -> shown.put(path.toString(), value.toString());
        case FieldEvent.Reset(var path) ->
            shown.keySet().removeIf(other -> path.contains(FieldPath.parse(other)));
        case FieldEvent.End(_, var truncated) -> shown.put("whole", truncated ? "no" : "yes");
      }
    }
    // end

    assertThat(shown)
        .containsEntry("title", "\"Soup\"")
        .containsEntry("steps", "[]")
        .containsEntry("whole", "yes");
  }

  @Test
  void oneFieldMayBeEnough() throws Exception {
    var feed = new FieldFeed();
    var fields = feed.stream();
    var lines = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading =
          threads.submit(() -> {
            // docs: one
            JsonNode title = fields.done("title").orElseThrow();
            // end
            return title.asString();
          });
      feed.accept(ANSWER.substring(0, ANSWER.indexOf("steps")));
      assertThat(reading.get()).isEqualTo("Soup");
      feed.accept(ANSWER.substring(ANSWER.indexOf("steps")));
      feed.end();
    }

    // docs: at
    for (FieldEvent event : fields.at("steps[*]")) {
      if (event instanceof FieldEvent.Done(_, var step)) {
        lines.add(JsonMapper.shared().treeToValue(step, Step.class).text());
      }
    }
    // end
    assertThat(lines).containsExactly("Boil.", "Eat.");
    assertThat(fields.tree().path("title").asString()).isEqualTo("Soup");
  }

  @Test
  void shapeTellsWhatWasNotAskedForAndPatternsWhatIsMissing() throws Exception {
    // docs: shape
    var shape = FieldShape.of("title", "steps[*].text");
    var feed = new FieldFeed(shape, FieldLimits.defaults().depth(20).textLength(100_000));
    // end
    feed.accept(
        "See [1]: {\"title\": \"Soup\", \"mood\": \"good\", \"steps\": [{}, {\"text\": \"\"}]}");
    feed.end();
    JsonNode tree = feed.stream().tree();

    assertThat(feed.stream().isDeclared(FieldPath.parse("mood"))).isFalse();
    assertThat(feed.stream().isDeclared(FieldPath.parse("steps[1].text"))).isTrue();
    // docs: missing
    List<FieldPath> missing = FieldPattern.parse("steps[*].text").missingIn(tree);
    // end
    assertThat(missing).hasToString("[steps[0].text]");
  }

  @Test
  void scannerHandsEventsToAFunction() {
    var told = new ArrayList<String>();
    // docs: scanner
    var scanner = new FieldScanner(event -> told.add(event.toString()));
    scanner.accept("I think {x}, then: {a: 'h");
    scanner.accept("i', /* not much */ }");
    scanner.end();
    // end

    assertThat(told)
        .containsExactly(
            "Delta[path=a, text=h]",
            "Delta[path=a, text=i]",
            "Done[path=a, value=\"hi\"]",
            "Done[path=, value={\"a\":\"hi\"}]",
            "End[tree={\"a\":\"hi\"}, truncated=false]");
  }
}
