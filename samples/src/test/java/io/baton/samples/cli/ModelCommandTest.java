package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.runIn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import io.baton.samples.models.ModelService;
import io.baton.samples.models.ModelService.Says;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class ModelCommandTest {
  private static final String TEXT = "The fox ate all grapes of Mr. Crow. The grapes were sour.";

  private static Says analyze(JsonNode request) {
    boolean summarizes = ModelService.message(request, 1).contains("summarize");
    return new Says.Text(
        summarizes
            ? "{\"sentences\": [\"A fox dislikes stolen fruit.\"]}"
            : "{\"keyTerms\": [\"grapes\", \"fox\"], \"names\": [\"Mr. Crow\"]}");
  }

  private static Says talk(JsonNode request) {
    String last = ModelService.message(request, 0);
    return last.equals("42") ? new Says.Text("It is 42.") : calculation(last);
  }

  private static Says calculation(String question) {
    return question.equals("six times seven?")
        ? new Says.Call("calculator", "{\"expression\": \"6 * 7\"}")
        : new Says.Text("You said: " + question);
  }

  private static Map<String, String> at(ModelService service) {
    return Map.of("OPENAI_BASE_URL", service.url());
  }

  @Test
  void modelAnalyzesAndSummarizes() throws IOException {
    try (var service = ModelService.start(ModelCommandTest::analyze)) {
      Outcome outcome = runIn(at(service), TEXT, "--model=openai:test", "--json", "-");

      assertThat(outcome.errors()).isEmpty();
      assertThat(outcome.status()).isZero();
      JsonNode json = JsonMapper.shared().readTree(outcome.out());
      assertThat(json.at("/keyTerms/0").toString())
          .isEqualTo("{\"text\":\"grapes\",\"count\":2,\"weight\":2.0}");
      assertThat(json.at("/names/0").toString()).isEqualTo("{\"text\":\"Mr. Crow\",\"count\":1}");
      assertThat(json.at("/readability/words").asInt()).isEqualTo(12);
      assertThat(json.at("/summary/kind").asString()).isEqualTo("abstractive");
      assertThat(json.at("/summary/method").asString()).isEqualTo("openai:test");
      assertThat(json.at("/summary/sentences/0").asString())
          .isEqualTo("A fox dislikes stolen fruit.");
    }
  }

  @Test
  void everyBundledTextIsAskedAboutTwice() throws IOException {
    try (var service = ModelService.start(ModelCommandTest::analyze)) {
      Outcome outcome = runIn(at(service), "", "--model=openai:test", "--concurrency=3");

      assertThat(outcome.status()).isZero();
      assertThat(outcome.out().lines())
          .contains("documents   7 analyzed, 0 failed")
          .anyMatch(line -> line.startsWith("  summary      abstractive (openai:test): 1 of "));
      assertThat(service.asked()).hasSize(14);
    }
  }

  @Test
  void unknownModelIsToldOnceHoweverManyTextsThereAre() throws IOException {
    try (var service = ModelService.start(_ -> new Says.Refusal(404))) {
      Outcome outcome = runIn(at(service), "", "--model=openai:nope");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.errors())
          .containsExactly("samples/run: openai:nope: there is no such model at " + service.url());
    }
  }

  @Test
  void wrongKeyIsTold() throws IOException {
    try (var service = ModelService.start(_ -> new Says.Refusal(401))) {
      Outcome outcome = runIn(at(service), TEXT, "--model=openai:test", "-");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.errors())
          .containsExactly(
              "samples/run: openai:test: the key in OPENAI_API_KEY is not accepted at "
                  + service.url());
    }
  }

  @Test
  void serverThatIsAwayIsTold() throws IOException {
    String url;
    try (var service = ModelService.start(_ -> new Says.Refusal(500))) {
      url = service.url();
    }

    Outcome outcome =
        runIn(Map.of(), "", "chat", "--model=openai:test", "--base-url=" + url, "hello?");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .containsExactly("samples/run: openai:test: nothing listens at " + url);
  }

  private static List<String> errorsOf(Map<String, String> environment, String... command) {
    var arguments = Stream.concat(Stream.of(command), Stream.of("--model=openai:test"));
    Outcome outcome = runIn(environment, TEXT, arguments.toArray(String[]::new));

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    return outcome.errors();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "chat hello?", "debate Tea.", "voting Good."})
  void allCommandsTellAFailureInTheSameWords(String command) throws IOException {
    String[] words = command.split(" ", -1);
    try (var service = ModelService.start(_ -> new Says.Refusal(500))) {
      assertThat(errorsOf(at(service), words))
          .containsExactly(
              "samples/run: openai:test: status 500 from " + service.url() + ": told so");
    }
    try (var service = ModelService.start(_ -> new Says.Refusal(401))) {
      assertThat(errorsOf(at(service), words))
          .containsExactly(
              "samples/run: openai:test: the key in OPENAI_API_KEY is not accepted at "
                  + service.url());
    }
    assertThat(errorsOf(Map.of("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"), words))
        .containsExactly("samples/run: openai:test: nothing listens at http://127.0.0.1:1/v1");
    assertThat(errorsOf(Map.of("OPENAI_BASE_URL", "http://nobody.invalid/v1"), words))
        .containsExactly(
            "samples/run: openai:test: the host of http://nobody.invalid/v1 is not known");
  }

  @Test
  void missingKeyIsTold() {
    for (String command : new String[] {"-", "chat"}) {
      Outcome outcome = runIn(Map.of(), TEXT, command, "--model=anthropic:test");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.errors())
          .containsExactly(
              "samples/run: anthropic:test: its key is missing: set ANTHROPIC_API_KEY");
    }
  }

  @Test
  void wrongModelIsAUsageError() {
    Outcome outcome = runIn(Map.of(), "", "--model=other:test");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith(
            "samples/run: --model must be one of openai:NAME, ollama:NAME, anthropic:NAME, but is");
    assertThat(runIn(Map.of(), "", "--base-url=http://x").err())
        .startsWith("samples/run: --base-url needs a --model");
    assertThat(runIn(Map.of(), "", "chat").err()).startsWith("samples/run: --model is needed");
  }

  @Test
  void chatRemembersAndUsesItsTools() throws IOException {
    try (var service = ModelService.start(ModelCommandTest::talk)) {
      Outcome outcome =
          runIn(
              at(service),
              "hello\n\nsix times seven?\n/quit\nnever asked\n",
              "chat",
              "--model=openai:test");

      assertThat(outcome.status()).isZero();
      assertThat(outcome.out()).isEqualTo("You said: hello\nIt is 42.\n");
      assertThat(outcome.err()).isEqualTo("[calculator {\"expression\": \"6 * 7\"}]\n");
      assertThat(service.asked()).hasSize(3);
      assertThat(service.asked().get(2).path("messages").size()).isEqualTo(6);
    }
  }

  @Test
  void chatForgetsWhenItIsToldTo() throws IOException {
    try (var service = ModelService.start(ModelCommandTest::talk)) {
      runIn(at(service), "hello\n/clear\nagain\n", "chat", "--model=openai:test");

      assertThat(service.asked().get(1).path("messages").size()).isEqualTo(2);
    }
  }

  @Test
  void questionThatFailsDoesNotEndTheChat() throws IOException {
    try (var service =
        ModelService.start(request ->
            ModelService.message(request, 0).equals("bad")
                ? new Says.Refusal(400)
                : talk(request))) {
      Outcome outcome = runIn(at(service), "bad\nhello\n", "chat", "--model=openai:test");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.errors()).singleElement().asString().contains("status 400");
      assertThat(outcome.out()).endsWith("You said: hello\n");
    }
  }

  @Test
  void chatEndsAtAFailureThatEveryQuestionWouldHave() throws IOException {
    try (var service = ModelService.start(_ -> new Says.Refusal(401))) {
      Outcome outcome = runIn(at(service), "one\ntwo\n", "chat", "--model=openai:test");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.errors())
          .singleElement()
          .asString()
          .endsWith(service.url() + "; the chat ends, as no question would fare better");
      assertThat(service.asked()).hasSize(1);
    }
  }

  @Test
  void answerThatBreaksOffIsMarkedAndAskedForAgain() throws IOException {
    var isBroken = new AtomicBoolean(true);
    try (var service =
        ModelService.start(
            request -> isBroken.getAndSet(false) ? new Says.Beginning("You sa") : talk(request))) {
      Outcome outcome = runIn(at(service), "", "chat", "--model=openai:test", "hello");

      assertThat(outcome.status()).isZero();
      assertThat(outcome.out().lines())
          .hasSize(3)
          .startsWith("You sa")
          .anyMatch(line -> line.startsWith("[asked again: TRUNCATED: "))
          .endsWith("You said: hello");
      assertThat(outcome.err()).isEmpty();
    }
  }

  @Test
  void chatAtAKeyboardHasAPrompt() throws IOException {
    var err = new ByteArrayOutputStream();
    try (var service = ModelService.start(ModelCommandTest::talk)) {
      var screen = new Screen(System.out, new PrintStream(err, true, UTF_8), true);
      var in = new ByteArrayInputStream("hello\n".getBytes(UTF_8));
      var chat = new ChatCommand(in, screen, new Terminal(true, true, 80), at(service)::get);

      new CommandLine(chat).execute("--model=openai:test");
    }

    assertThat(err.toString(UTF_8)).isEqualTo("/clear begins anew, /quit or Ctrl-D ends.\n> > \n");
  }

  @Test
  void blankQuestionIsAUsageError() {
    Outcome outcome = runIn(Map.of(), "", "chat", "--model=ollama:test", "");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("samples/run: the QUESTION must not be blank\nsee samples/run chat --help\n");
  }

  @Test
  void controlCharactersOfAModelDoNotReachTheTerminal() throws IOException {
    try (var service = ModelService.start(_ -> new Says.Text("a\u001b[2Jb\nc"))) {
      Outcome outcome = runIn(at(service), "", "chat", "--model=openai:test", "hello?");

      assertThat(outcome.out()).isEqualTo("a<U+001B>[2Jb\nc\n");
    }
  }
}
