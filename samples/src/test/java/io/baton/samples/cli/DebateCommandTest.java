package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.run;
import static io.baton.samples.cli.Terminals.runIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import io.baton.samples.models.ModelService;
import io.baton.samples.models.ModelService.Says;
import io.baton.samples.rules.Wording;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DebateCommandTest {

  @Test
  void debateEndsWithARuling() {
    Outcome outcome = run("debate");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .hasSize(7)
        .startsWith("motion  Every meeting needs a written agenda.")
        .last()
        .asString()
        .startsWith("judge   PRO wins, by rules: ");
  }

  @Test
  void motionAndRoundsMayBeGiven() {
    Outcome outcome = run("debate", "Tea is better.", "--rounds=1", "--json");

    assertThat(outcome.status()).isZero();
    var json = JsonMapper.shared().readTree(outcome.out());
    assertThat(json.path("motion").asString()).isEqualTo("Tea is better.");
    assertThat(json.path("speeches")).hasSize(2);
    assertThat(json.path("ruling").path("winner").asString()).isEqualTo("CON");
    assertThat(json.path("by").asString()).isEqualTo("rules");
  }

  @Test
  void modelMayDebate() throws Exception {
    try (var service = ModelService.start(DebateCommandTest::debate)) {
      var environment = Map.of("OPENAI_BASE_URL", service.url());
      Outcome outcome =
          runIn(environment, "", "debate", "Tea is better.", "--model=openai:test", "--rounds=2");

      assertThat(outcome.errors()).isEmpty();
      assertThat(outcome.out().lines())
          .containsExactly(
              "motion  Tea is better.",
              "PRO     It warms. (warmth)",
              "judge   PRO wins, by openai:test: nobody objected");
      assertThat(outcome.status()).isZero();
    }
  }

  private static Says debate(JsonNode request) {
    var behaviour = Wording.words(ModelService.message(request, 1));
    if (behaviour.contains("judge")) {
      return new Says.Text("{\"winner\": \"PRO\", \"reason\": \"nobody objected\"}");
    }
    return new Says.Text(
        ModelService.message(request, 0).lines().count() == 1
            ? "{\"act\":\"ARGUE\",\"point\":\"warmth\",\"answers\":\"\",\"text\":\"It warms.\"}"
            : "{\"act\":\"CONCEDE\",\"point\":\"\",\"answers\":\"\",\"text\":\"\"}");
  }

  @Test
  void helpSaysThatNoModelIsAsked() {
    assertThat(run("debate", "--help").out().replaceAll("\\s+", " "))
        .contains(
            "Usage: samples/run debate",
            "no language model is asked, unless --model",
            "Exit status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rounds=0", "--rounds=21", "--rounds=x", "--texts", ""})
  void wrongArgumentIsAUsageError(String argument) {
    Outcome outcome = run("debate", argument);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).doesNotContain("Exception");
  }
}
