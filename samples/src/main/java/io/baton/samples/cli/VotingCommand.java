package io.baton.samples.cli;

import io.baton.agents.AskFailedException;
import io.baton.samples.models.ModelAddress;
import io.baton.samples.models.ModelAddress.Environment;
import io.baton.samples.voting.Choice;
import io.baton.samples.voting.Poll.Ballot;
import io.baton.samples.voting.Poll.Verdict;
import io.baton.samples.voting.Voter;
import io.baton.samples.voting.Voting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Has reviews judged by a majority. Confined to the main thread. */
@Command(
    name = "voting",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Lets three agents judge reviews apart from each other, and counts their votes.",
    description = {
      "",
      "Is a review praise? Each voter says yes, no or unsure, and more than half decide. The voters"
          + " go by rules over a few English words, and no language model is asked, unless --model"
          + " names one: then they ask it, each in a manner of its own.",
      ""
    },
    footer = {
      "",
      "With --json, each line of the output is an object with review, choice (YES, NO, UNSURE or"
          + " null), ballots (voter, choice, reason), voters and by.",
      "",
      "Exit status: 0 if every voter has voted; 1 if not; 2 for wrong options."
    })
final class VotingCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String BY_RULES = "rules";
  private static final List<String> REVIEWS =
      List.of(
          "Easy to set up, and reliable ever since. The badge on the front came off, but I would"
              + " recommend it.",
          "The screen is great. It broke after a week, and I want to return it.",
          "Not bad at all! It never was loud. I am happy with it.",
          "It is blue. It came in a box.");

  @Parameters(paramLabel = "REVIEW", description = "reviews in quotes; without any, four of ours")
  private List<String> reviews = new ArrayList<>();

  @Option(names = "--json", description = "print JSON Lines, for other programs")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced when the line is parsed

  @Mixin private ModelOptions model;

  private final Screen screen;

  VotingCommand(Screen screen, Environment environment) {
    this.screen = screen;
    this.model = new ModelOptions(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (reviews.stream().anyMatch(String::isBlank)) {
      throw new ParameterException(spec.commandLine(), "a REVIEW must not be blank");
    }
    List<String> asked = reviews.isEmpty() ? REVIEWS : reviews;
    Optional<ModelAddress> address = model.find();
    String by = address.map(ModelAddress::toString).orElse(BY_RULES);
    try {
      var voters = address.map(found -> Voter.by(found.ask())).orElseGet(Voter::byRules);
      return show(asked, Voting.on(asked, voters), by);
    } catch (AskFailedException e) {
      screen.complain(by, Unanswered.reason(e));
      return ExitCode.SOFTWARE;
    }
  }

  private int show(List<String> asked, List<Verdict> verdicts, String by) {
    for (int i = 0; i < asked.size(); i++) {
      String review = asked.get(i);
      screen.result(json ? json(review, verdicts.get(i), by) : text(review, verdicts.get(i), by));
    }
    boolean isWhole = verdicts.stream().allMatch(v -> v.ballots().size() == v.voters());
    return isWhole ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String text(String review, Verdict verdict, String by) {
    var text = new StringBuilder(SafeText.of(review)).append('\n');
    for (Ballot ballot : verdict.ballots()) {
      text.append(
          "  %-14s %-7s %s%n"
              .formatted(ballot.voter(), ballot.choice(), SafeText.of(ballot.reason())));
    }
    String count =
        verdict
            .choice()
            .map(choice ->
                "%d of %d by %s say %s"
                    .formatted(votes(verdict, choice), verdict.voters(), SafeText.of(by), choice))
            .orElseGet(
                () -> "no majority of %d by %s".formatted(verdict.voters(), SafeText.of(by)));
    int silent = verdict.voters() - verdict.ballots().size();
    String rest = silent == 0 ? "" : ", %d did not vote".formatted(silent);
    return text.append("  %s%s%n".formatted(count, rest)).toString();
  }

  private static long votes(Verdict verdict, Choice choice) {
    return verdict.ballots().stream().filter(ballot -> ballot.choice() == choice).count();
  }

  private static String json(String review, Verdict verdict, String by) {
    var line = new Line(review, verdict.choice(), verdict.ballots(), verdict.voters(), by);
    return JSON.writeValueAsString(line) + "\n";
  }

  private record Line(
      String review, Optional<Choice> choice, List<Ballot> ballots, int voters, String by) {}
}
