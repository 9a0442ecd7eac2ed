package io.baton.samples.cli;

import io.baton.agents.llm.ChatSession;
import io.baton.agents.llm.ModelException;
import io.baton.agents.llm.Piece;
import io.baton.samples.chat.ChatTools;
import io.baton.samples.models.ModelAddress;
import io.baton.samples.models.ModelAddress.Environment;
import io.baton.samples.models.ModelSetUpException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A conversation with a model, line by line. Confined to the main thread. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Talks with a language model that has a calculator and a clock.",
    description = {
      "",
      "Each line of the standard input is a question; the answer appears as the model writes it."
          + " The conversation is remembered until /clear; /quit or the end of the input ends it."
          + " With a QUESTION only that is asked. What the model looks up is told on the error"
          + " stream.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 if all went well; 1 if a question was not answered, or the model cannot be"
          + " used, which is told in one line on the error stream; 2 for wrong options."
    })
final class ChatCommand implements Callable<Integer> {
  private static final String BEHAVIOUR =
      "You answer briefly, in plain text without markup. You have a calculator and a clock: use"
          + " them rather than your memory.";

  @Parameters(
      paramLabel = "QUESTION",
      arity = "0..*",
      description = "what to ask, and nothing else")
  private List<String> question = new ArrayList<>();

  @Mixin private ModelOptions model;

  private final InputStream in;
  private final Screen screen;

  ChatCommand(InputStream in, Screen screen, Environment environment) {
    this.in = in;
    this.screen = screen;
    this.model = new ModelOptions(environment);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ModelAddress address = model.get();
    var chat =
        ChatSession.builder(address.open())
            .behaviour(BEHAVIOUR)
            .tools(ChatTools.all(InstantSource.system()))
            .build();
    boolean answered =
        question.isEmpty()
            ? converse(chat, address)
            : ask(chat, String.join(" ", question), address);
    return answered ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Whether every question was answered. */
  private boolean converse(ChatSession chat, ModelAddress address)
      throws IOException, InterruptedException {
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    boolean answered = true;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      switch (line.strip()) {
        case "" -> {}
        case "/quit" -> {
          return answered;
        }
        case "/clear" -> chat.clear();
        case String text -> answered &= ask(chat, text, address);
      }
    }
    return answered;
  }

  private boolean ask(ChatSession chat, String text, ModelAddress address)
      throws InterruptedException {
    try {
      chat.ask(text, this::show);
      screen.result("\n");
      return true;
    } catch (ModelException e) {
      Optional<ModelSetUpException> obstacle = address.setUpFailure(e);
      if (obstacle.isPresent()) {
        throw obstacle.get();
      }
      screen.result("\n");
      screen.complain(address.toString(), String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void show(Piece piece) {
    switch (piece) {
      case Piece.Text(var text) -> screen.result(SafeText.ofLines(text));
      case Piece.ToolCall(_, var tool, var arguments) ->
          screen.say("[%s %s]".formatted(SafeText.of(tool), SafeText.of(arguments)));
      case Piece.Restart(var reason) -> screen.say("[asked again: " + SafeText.of(reason) + "]");
      case Piece.Reasoning _ -> {}
    }
  }
}
