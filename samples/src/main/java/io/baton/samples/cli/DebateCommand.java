package io.baton.samples.cli;

import io.baton.agents.AskFailedException;
import io.baton.samples.debate.Debate;
import io.baton.samples.debate.Debate.Outcome;
import io.baton.samples.debate.Debate.Speakers;
import io.baton.samples.debate.Ruling;
import io.baton.samples.debate.Speech;
import io.baton.samples.models.ModelAddress;
import io.baton.samples.models.ModelAddress.Environment;
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

/** Has a motion debated. Confined to the main thread. */
@Command(
    name = "debate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Lets two agents debate a motion in turn, and a third decide.",
    description = {
      "",
      "Each side knows what was said before. A side that has nothing new to say concedes. All"
          + " three go by rules that fit any motion, and no language model is asked, unless --model"
          + " names one.",
      ""
    },
    footer = {
      "",
      "With --json, the output is an object with motion, speeches (side, point, answers, text),"
          + " ruling (winner, reason) and by.",
      "",
      "Exit status: 0 if the judge has decided; 1 if not; 2 for wrong options."
    })
final class DebateCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String BY_RULES = "rules";
  private static final int DEFAULT_ROUNDS = 3;
  private static final int MOST_ROUNDS = 20;

  @Parameters(
      paramLabel = "MOTION",
      arity = "0..1",
      description = "what is debated (default: ${DEFAULT-VALUE})")
  private String motion = "Every meeting needs a written agenda.";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often each side speaks at most (default: ${DEFAULT-VALUE})")
  private int rounds = DEFAULT_ROUNDS;

  @Option(names = "--json", description = "print JSON, for other programs")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced when the line is parsed

  @Mixin private ModelOptions model;

  private final Screen screen;

  DebateCommand(Screen screen, Environment environment) {
    this.screen = screen;
    this.model = new ModelOptions(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new ParameterException(
          spec.commandLine(),
          "--rounds must be between 1 and %d, but is %d".formatted(MOST_ROUNDS, rounds));
    }
    if (motion.isBlank()) {
      throw new ParameterException(spec.commandLine(), "the MOTION must not be blank");
    }
    Optional<ModelAddress> address = model.find();
    String by = address.map(ModelAddress::toString).orElse(BY_RULES);
    try {
      var speakers = address.map(found -> Speakers.by(found.ask())).orElseGet(Speakers::byRules);
      Outcome outcome = Debate.on(motion, rounds, speakers);
      screen.result(json ? json(outcome, by) : text(outcome, by));
      return ExitCode.OK;
    } catch (AskFailedException e) {
      screen.complain(by, Unanswered.reason(e));
      return ExitCode.SOFTWARE;
    }
  }

  private static String text(Outcome outcome, String by) {
    var text = new StringBuilder("motion  ").append(SafeText.of(outcome.motion())).append('\n');
    for (Speech speech : outcome.speeches()) {
      String answers = speech.answers().isEmpty() ? "" : ", answers " + speech.answers();
      text.append(
          "%-7s %s (%s)%n"
              .formatted(
                  speech.side(),
                  SafeText.of(speech.text()),
                  SafeText.of(speech.point() + answers)));
    }
    return text.append(
            "judge   %s wins, by %s: %s%n"
                .formatted(
                    outcome.ruling().winner(),
                    SafeText.of(by),
                    SafeText.of(outcome.ruling().reason())))
        .toString();
  }

  private static String json(Outcome outcome, String by) {
    var line = new Line(outcome.motion(), outcome.speeches(), outcome.ruling(), by);
    return JSON.writeValueAsString(line) + "\n";
  }

  private record Line(String motion, List<Speech> speeches, Ruling ruling, String by) {}
}
