package io.baton.samples.docs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.baton.agents.AskFailedException;
import io.baton.agents.DetachedContext;
import io.baton.agents.Ordering;
import io.baton.agents.llm.Backend;
import io.baton.agents.llm.Budget;
import io.baton.agents.llm.FieldEvent;
import io.baton.agents.llm.FieldEvent.Delta;
import io.baton.agents.llm.FieldEvent.Reset;
import io.baton.agents.llm.LlmAgent;
import io.baton.agents.llm.ModelException;
import io.baton.agents.llm.Piece;
import io.baton.agents.llm.Price;
import io.baton.agents.llm.PriceTable;
import io.baton.agents.llm.Reply;
import io.baton.agents.llm.ReplyMeta;
import io.baton.agents.llm.Tool;
import io.baton.agents.llm.VirtualHttpClientBuilder;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.samples.models.ModelService;
import io.baton.samples.models.ModelService.Says;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What the page on agents of models shows and claims. */
@Timeout(60)
class LlmDocsTest {
  private static final String ANSWER = "{\"reason\": \"it clings to things\", \"holds\": true}";

  private final Queue<JsonNode> asked = new ConcurrentLinkedQueue<>();
  private ModelService service;
  private volatile @Nullable String beginning; // of an answer that breaks off

  // docs: llm types
  record Claim(String text) implements Event {}

  record Judged(String claim, boolean holds) implements Event {}

  record Progress(String text) implements Event {}

  record Verdict(String reason, boolean holds) {}

  record Lookup(String term) {}

  // end

  @BeforeEach
  void start() throws IOException {
    service = ModelService.start(this::answer);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Says answer(JsonNode request) {
    asked.add(request);
    boolean mayLookUp = request.has("tools") && asked.size() == 1;
    if (beginning != null && asked.size() == 2) {
      return new Says.Beginning(beginning);
    }
    return mayLookUp ? new Says.Call("search", "{\"term\": \"wet\"}") : new Says.Text(ANSWER);
  }

  private StreamingChatModel model() {
    String url = service.url();
    String key = "none";
    // docs: llm model
    StreamingChatModel model =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(new VirtualHttpClientBuilder())
            .baseUrl(url)
            .apiKey(key)
            .modelName("gpt-4o-mini")
            .build();
    // end
    return model;
  }

  @Test
  void quickStart() throws Exception {
    beginning = "{\"reason\": \"it cli";
    var model = model();
    var page = new StringBuffer();

    // docs: llm quick start
    var search =
        Tool.of("search", "Looks a term up.", Lookup.class, lookup -> "about " + lookup.term());
    var judge =
        LlmAgent.builder(Claim.class, Verdict.class)
            .model(model)
            .behaviour("You judge claims.")
            .prompt(Claim::text)
            .tools(search)
            .onReply((claim, reply, context) -> {
              for (FieldEvent field : reply.fields().at("reason")) {
                if (field instanceof Delta(_, var text)) context.emit(new Progress(text));
                if (field instanceof Reset) context.emit(new Progress("... again: "));
              }
              return List.of(new Judged(claim.text(), reply.data().holds()));
            })
            .build();

    var router = new Router();
    router.on("judge", judge, o -> o.concurrency(8));
    router.listen(
        Progress.class, "page", p -> page.append(p.text()), o -> o.ordered(Ordering.SERIAL));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var judged = dispatcher.ask(new Claim("water is wet"), Judged.class).get();
      // end
      assertThat(judged.holds()).isTrue();
      dispatcher.awaitDrained(ofMinutes(1));
    }
    assertThat(page).hasToString("it cli... again: it clings to things");
    assertThat(ModelService.message(asked.stream().skip(1).findFirst().orElseThrow(), 0))
        .isEqualTo("about wet");
  }

  @Test
  void answersMayBeTextToo() throws Exception {
    var model = model();

    // docs: llm text
    var plain =
        LlmAgent.builder(Claim.class)
            .model(model)
            .prompt(claim -> "Does this hold? " + claim.text())
            .answer((claim, text) -> new Judged(claim.text(), text.contains("true")))
            .build();
    // end

    var claim = new Claim("water is wet");
    assertThat(plain.receive(claim, DetachedContext.of(claim)))
        .isEqualTo(List.of(new Judged("water is wet", true)));
  }

  @Test
  void replyIsReadInManyWays() throws Exception {
    var claim = new Claim("water is wet");
    var context = DetachedContext.of(claim);
    var judge =
        LlmAgent.builder(Claim.class, Verdict.class)
            .model(model())
            .prompt(Claim::text)
            .answer((c, verdict) -> new Judged(c.text(), verdict.holds()))
            .build();
    var shown = new StringBuilder();

    // docs: llm reply
    Reply<Verdict> reply = judge.ask(claim, context);
    for (Piece piece : reply.stream()) {
      switch (piece) {
        case Piece.Text(var text) -> shown.append(text);
        case Piece.Restart _, Piece.ToolCall _ -> shown.setLength(0); // what came before is void
        case Piece.Reasoning _ -> {}
      }
    }
    Verdict verdict = reply.data(); // asked once, however many read
    ReplyMeta meta = reply.meta();
    // end

    assertThat(shown).hasToString(ANSWER);
    assertThat(verdict.holds()).isTrue();
    assertThat(meta.outputTokens()).isEqualTo(2);
    assertThat(asked).hasSize(1);
  }

  @Test
  void answersAreCheckedAndBackEndsAreShared() throws Exception {
    var model = model();

    // docs: llm backend
    var backend =
        Backend.builder(model)
            .concurrency(16)
            .rate(300, ofMinutes(1))
            .prices(PriceTable.of(Map.of("gpt-4o-mini", Price.of("0.15", "0.60"))))
            .build();
    var judge =
        LlmAgent.builder(Claim.class, Verdict.class)
            .model(backend)
            .prompt(Claim::text)
            .check("the reason is given", verdict -> !verdict.reason().isBlank())
            .repairs(1)
            .attempts(5)
            .budget(Budget.ofTokens(20_000))
            .answer((claim, verdict) -> new Judged(claim.text(), verdict.holds()))
            .build();
    // end

    var claim = new Claim("water is wet");
    assertThat(judge.receive(claim, DetachedContext.of(claim))).hasSize(1);
  }

  @Test
  void budgetCancelsTheRun() throws Exception {
    var router = new Router();
    var budget = Budget.ofTokens(5);
    router.on(
        "loop",
        LlmAgent.builder(Claim.class)
            .model(model())
            .prompt(Claim::text)
            .budget(budget)
            .answer((claim, _) -> claim)
            .build());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var judged = dispatcher.ask(new Claim("water is wet"), Judged.class);

      assertThatExceptionOfType(AskFailedException.class)
          .isThrownBy(() -> judged.get(ofSeconds(30)));
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void failuresAreTyped() throws Exception {
    var claim = new Claim("water is wet");
    var judge =
        LlmAgent.builder(Claim.class, Lookup.class)
            .model(model())
            .prompt(Claim::text)
            .repairs(0)
            .answer((c, _) -> c)
            .build();
    String told = "";

    // docs: llm failure
    try {
      judge.ask(claim, DetachedContext.of(claim)).data();
    } catch (ModelException e) {
      told = e.kind() + " after " + e.text().length() + " characters";
    }
    // end

    assertThat(told).isEqualTo("BAD_ANSWER after " + ANSWER.length() + " characters");
  }
}
