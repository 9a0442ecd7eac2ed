package io.baton.agents.llm;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.baton.agents.DetachedContext;
import io.baton.agents.llm.ModelException.Kind;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LlmAgentTest {

  private static final Claim CLAIM = new Claim("water is wet");
  private static final String HOLDS = "{\"holds\": true, \"reason\": \"it is\"}";

  private ModelServer server;

  record Verdict(boolean holds, String reason) {}

  record Term(String word) {}

  record Item(Optional<String> title) {}

  record Items(List<Item> items) {}

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private LlmAgentBuilder<Claim, Verdict> judge() {
    return LlmAgent.builder(Claim.class, Verdict.class)
        .model(OpenAi.streaming(server))
        .prompt(Claim::text)
        .answer((claim, verdict) -> new Judged(claim.text(), verdict.holds()));
  }

  private static List<? extends Event> receive(LlmAgentBuilder<Claim, ?> agent) throws Exception {
    return agent.build().receive(CLAIM, DetachedContext.of(CLAIM));
  }

  private static ModelException failure(LlmAgentBuilder<Claim, ?> agent) {
    return catchThrowableOfType(ModelException.class, () -> receive(agent));
  }

  private String sent(int request, int message) {
    return server.asked(request).body().path("messages").path(message).path("content").asString();
  }

  @Test
  void typedAnswerBecomesAnEvent() throws Exception {
    server.next(OpenAi.says(HOLDS));

    List<? extends Event> events = receive(judge().behaviour("You judge claims."));

    assertThat(events).isEqualTo(List.of(new Judged("water is wet", true)));
    assertThat(sent(0, 0)).startsWith("You judge claims.");
    assertThat(sent(0, 1)).isEqualTo("water is wet");
  }

  @Test
  void textIsAnAnswerToo() throws Exception {
    server.next(OpenAi.says("yes, it does"));

    var agent =
        LlmAgent.builder(Claim.class)
            .model(OpenAi.blocking(server))
            .prompt(Claim::text)
            .answer((claim, text) -> new Judged(claim.text(), text.startsWith("yes")));

    assertThat(receive(agent)).isEqualTo(List.of(new Judged("water is wet", true)));
  }

  @Test
  void jsonIsFoundInProseAndFences() throws Exception {
    server.next(OpenAi.says("I think {so}.\n```json\n" + HOLDS + "\n```\nThat is all."));

    assertThat(receive(judge())).isEqualTo(List.of(new Judged("water is wet", true)));
  }

  @Test
  void decimalsOfAnAnswerAreExact() throws Exception {
    server.next(OpenAi.says("{\"value\": 12345678901234567.89}"));

    var agent =
        LlmAgent.builder(Claim.class, BigDecimal.class)
            .model(OpenAi.streaming(server))
            .prompt(Claim::text)
            .answer((_, price) -> new Claim(price.toString()));

    assertThat(receive(agent)).isEqualTo(List.of(new Claim("12345678901234567.89")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e400", "1e99999999999"})
  void infiniteNumberIsAskedForAgain(String number) throws Exception {
    server.next(OpenAi.says("{\"value\": %s}".formatted(number)), OpenAi.says("{\"value\": 1.5}"));
    var agent =
        LlmAgent.builder(Claim.class, Double.class)
            .model(OpenAi.streaming(server))
            .prompt(Claim::text)
            .answer((_, value) -> new Claim(value.toString()));

    assertThat(receive(agent)).isEqualTo(List.of(new Claim("1.5")));
    assertThat(sent(1, 3)).contains("value: expected a number, but got the number");
  }

  @Test
  void modelWithoutSchemasIsToldInWords() throws Exception {
    server.next(OpenAi.says(HOLDS));

    receive(judge());

    assertThat(sent(0, 0)).contains("JSON Schema", "\"holds\"", "\"reason\"");
    assertThat(server.asked(0).body().has("response_format")).isFalse();
  }

  @Test
  void modelThatTakesSchemasIsGivenOne() throws Exception {
    server.next(OpenAi.says(HOLDS));
    var strict =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(new VirtualHttpClientBuilder())
            .baseUrl(server.url() + "/v1")
            .apiKey("key")
            .modelName(OpenAi.MODEL)
            .strictJsonSchema(true)
            .build();

    receive(judge().model(Backend.builder(strict).takesSchema(true).build()));

    var format = server.asked(0).body().path("response_format");
    var schema = format.path("json_schema").path("schema");
    assertThat(format.path("type").asString()).isEqualTo("json_schema");
    assertThat(schema.path("properties").path("holds").path("type").asString())
        .isEqualTo("boolean");
    assertThat(sent(0, 0)).isEqualTo("water is wet");
  }

  @Test
  void badAnswerIsAskedForAgainWithWhatIsWrong() throws Exception {
    server.next(OpenAi.says("{\"holds\": \"maybe\"}"), OpenAi.says(HOLDS));

    List<? extends Event> events = receive(judge());

    assertThat(events).isEqualTo(List.of(new Judged("water is wet", true)));
    assertThat(sent(1, 2)).isEqualTo("{\"holds\": \"maybe\"}");
    assertThat(sent(1, 3)).contains("holds: expected", "reason: is missing");
  }

  @Test
  void answerThatStaysBadIsAFailureWithItsText() {
    server.always(OpenAi.says("I do not know"));

    ModelException failure = failure(judge().repairs(2));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.text()).isEqualTo("I do not know");
    assertThat(failure)
        .hasMessage(
            "the model was asked 3 times and gave no answer that can be used:"
                + " it has no JSON object in it; so far: \"I do not know\"");
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void emptyTextIsNoAnswer() {
    server.always(OpenAi.says(" "));

    var agent = LlmAgent.builder(Claim.class).model(OpenAi.blocking(server)).prompt(Claim::text);

    assertThat(failure(agent.repairs(0).answer((_, _) -> CLAIM)).kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void requiredKeyThatIsMissingIsAskedForAgain() throws Exception {
    server.next(
        OpenAi.says("{\"items\": [{\"title\": \"a\"}, {}]}"),
        OpenAi.says("{\"items\": [{\"title\": \"a\"}, {\"title\": \"b\"}]}"));

    var agent =
        LlmAgent.builder(Claim.class, Items.class)
            .model(OpenAi.blocking(server))
            .prompt(Claim::text)
            .required("items[*].title")
            .answer((_, items) -> new Claim(items.items().getLast().title().orElseThrow()));

    assertThat(receive(agent)).isEqualTo(List.of(new Claim("b")));
    assertThat(sent(1, 3)).contains("what must be there is missing: items[1].title");
  }

  @Test
  void answerIsCheckedByRulesOfOnesOwn() throws Exception {
    server.next(OpenAi.says("{\"holds\": true, \"reason\": \"\"}"), OpenAi.says(HOLDS));

    receive(judge().check("the reason is given", verdict -> !verdict.reason().isEmpty()));

    assertThat(sent(1, 3)).contains("this does not hold of it: the reason is given");
  }

  @Test
  void toolsAreCalledTogetherAndAnsweredInOrder() throws Exception {
    server.next(
        OpenAi.calls(
            new OpenAi.Call("1", "search", "{\"word\": \"water\"}"),
            new OpenAi.Call("2", "search", "{\"word\": \"wet\"}")),
        OpenAi.says(HOLDS));
    var tool = Tool.of("search", "Looks a word up.", Term.class, term -> "about " + term.word());

    List<? extends Event> events = receive(judge().tools(tool));

    assertThat(events).isEqualTo(List.of(new Judged("water is wet", true)));
    assertThat(sent(1, 3)).isEqualTo("about water");
    assertThat(sent(1, 4)).isEqualTo("about wet");
    assertThat(server.asked(0).body().path("tools").size()).isEqualTo(1);
  }

  @Test
  void roundsOfToolsAreBounded() {
    server.always(OpenAi.calls(new OpenAi.Call("1", "search", "{\"word\": \"water\"}")));
    var tool = Tool.of("search", "Looks a word up.", Term.class, Term::word);

    ModelException failure = failure(judge().tools(tool).maxToolRounds(2));

    assertThat(failure.kind()).isEqualTo(Kind.TOOL_ROUNDS);
    assertThat(failure).hasMessage("the model wants tools again, and maxToolRounds is 2");
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void parametersGoToTheModel() throws Exception {
    server.next(OpenAi.says(HOLDS));

    receive(judge().temperature(0.25).maxOutputTokens(99));

    assertThat(server.asked(0).body().path("temperature").asDouble()).isEqualTo(0.25);
    assertThat(server.asked(0).body().toString()).contains(":99");
  }

  @Test
  void cutOffAnswerIsTakenWhereThatIsAskedFor() throws Exception {
    server.next(OpenAi.finishes("yes, and", "length"));

    var agent =
        LlmAgent.builder(Claim.class)
            .model(OpenAi.streaming(server))
            .prompt(Claim::text)
            .acceptCutOff()
            .answer((_, text) -> new Claim(text));

    assertThat(receive(agent)).isEqualTo(List.of(new Claim("yes, and")));
  }

  @Test
  void nullAnswerIsTheDeliverysFailure() throws Exception {
    server.always(OpenAi.says(HOLDS));
    var router = new Router();
    router.on("judge", nothing());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(CLAIM);

      assertThat(dispatcher.awaitDrained(ofSeconds(30)).failed()).isEqualTo(1);
    }
  }

  @SuppressWarnings("NullAway") // what must not be is tried
  private LlmAgent<Claim, Verdict> nothing() {
    return judge().answer((_, _) -> null).build();
  }

  @Test
  void agentIsRoutedByItsType() throws Exception {
    server.always(OpenAi.says(HOLDS));
    var router = new Router();
    router.on("judge", judge().emits(Judged.class).build(), o -> o.concurrency(8));

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var answer = dispatcher.ask(CLAIM, Judged.class);

      assertThat(answer.get(ofSeconds(30))).isEqualTo(new Judged("water is wet", true));
    }
    assertThat(router.check(Judged.class)).isEmpty();
  }

  @Test
  void agentThatLacksSomethingIsNotBuilt() {
    var agent = LlmAgent.builder(Claim.class);

    assertThatIllegalStateException()
        .isThrownBy(agent::build)
        .withMessage("an agent of Claim needs a model");
  }

  @Test
  void settingsAreChecked() {
    var agent = LlmAgent.builder(Claim.class);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> agent.attempts(0))
        .withMessage("attempts must be at least 1, but is 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> agent.required("title"))
        .withMessage("an answer of text has no fields that can be required");
  }
}
