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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VotingCommandTest {

  @Test
  void threeVotersJudgeTheReviewsThatComeWithIt() {
    Outcome outcome = run("voting");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines().filter(line -> line.contains(" by rules")))
        .containsExactly(
            "  3 of 3 by rules say YES",
            "  3 of 3 by rules say NO",
            "  2 of 3 by rules say YES",
            "  3 of 3 by rules say UNSURE");
  }

  @Test
  void reviewsMayBeGiven() {
    Outcome outcome = run("voting", "--json", "Great, great. But it broke!", "Useless.");

    assertThat(outcome.status()).isZero();
    var lines = outcome.out().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).path("choice").asString()).isEqualTo("YES");
    assertThat(lines.get(0).path("ballots")).hasSize(3);
    assertThat(lines.get(0).path("by").asString()).isEqualTo("rules");
    assertThat(lines.get(1).path("choice").asString()).isEqualTo("NO");
    assertThat(lines.get(1).path("review").asString()).isEqualTo("Useless.");
  }

  @Test
  void modelMayVote() throws Exception {
    try (var service =
        ModelService.start(request ->
            new Says.Text(
                isAttentive(request)
                    ? "{\"choice\": \"NO\", \"reason\": \"irony\"}"
                    : "{\"choice\": \"YES\", \"reason\": \"it says so\"}"))) {
      var environment = Map.of("OPENAI_BASE_URL", service.url());
      Outcome outcome = runIn(environment, "", "voting", "--model=openai:test", "So great!");

      assertThat(outcome.errors()).isEmpty();
      assertThat(outcome.out().lines())
          .containsExactly(
              "So great!",
              "  attentive      NO      irony",
              "  literal        YES     it says so",
              "  patient        YES     it says so",
              "  2 of 3 by openai:test say YES");
      assertThat(outcome.status()).isZero();
    }
  }

  private static boolean isAttentive(JsonNode request) {
    return Wording.words(ModelService.message(request, 1)).contains("irony");
  }

  @Test
  void modelThatIsNotThereIsToldInOneLine() {
    Outcome outcome = run("voting", "--model=openai:test", "--base-url=http://127.0.0.1:1", "x");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .singleElement()
        .asString()
        .startsWith("samples/run: openai:test: ");
  }

  @Test
  void voteIsOnSomething() {
    Outcome outcome = run("voting", "");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("samples/run: a REVIEW must not be blank\nsee samples/run voting --help\n");
  }

  @Test
  void helpSaysThatNoModelIsAsked() {
    assertThat(run("voting", "--help").out().replaceAll("\\s+", " "))
        .contains(
            "Usage: samples/run voting",
            "no language model is asked, unless --model",
            "Exit status");
    assertThat(run("voting", "--what").status()).isEqualTo(2);
  }
}
