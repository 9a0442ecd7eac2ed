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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
          + " stream. An answer that breaks off is asked for again, which a line in brackets says.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 if all went well; 1 if a question was not answered, which is told in one"
          + " line on the error stream while the next is asked, or the model cannot be used, which"
          + " ends the chat; 2 for wrong options."
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

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced when the line is parsed

  @Mixin private ModelOptions model;

  private final InputStream in;
  private final Screen screen;
  private final Terminal terminal;
  private boolean inLine; // a part of an answer stands there, and no end of line behind it

  ChatCommand(InputStream in, Screen screen, Terminal terminal, Environment environment) {
    this.in = in;
    this.screen = screen;
    this.terminal = terminal;
    this.model = new ModelOptions(environment);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!question.isEmpty() && String.join("", question).isBlank()) {
      throw new ParameterException(spec.commandLine(), "the QUESTION must not be blank");
    }
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
    if (terminal.keyboard()) {
      screen.say("/clear begins anew, /quit or Ctrl-D ends.");
    }
    for (String line = next(lines); line != null; line = next(lines)) {
      switch (line.strip()) {
        case "" -> {}
        case "/quit" -> {
          return answered;
        }
        case "/clear" -> chat.clear();
        case String text -> answered &= ask(chat, text, address);
      }
    }
    if (terminal.keyboard()) {
      screen.say(""); // Ctrl-D ends no line
    }
    return answered;
  }

  private @Nullable String next(BufferedReader lines) throws IOException {
    if (terminal.keyboard()) {
      screen.prompt("> ");
    }
    return lines.readLine();
  }

  private boolean ask(ChatSession chat, String text, ModelAddress address)
      throws InterruptedException {
    try {
      chat.ask(text, this::show);
      screen.result("\n");
      inLine = false;
      return true;
    } catch (ModelException e) {
      endLine();
      if (address.isUnusable(e)) {
        String end = question.isEmpty() ? "; the chat ends, as no question would fare better" : "";
        throw new ModelSetUpException(address.toString(), address.reason(e) + end);
      }
      screen.complain(address.toString(), address.reason(e));
      return false;
    }
  }

  private void endLine() {
    if (inLine) {
      screen.result("\n");
      inLine = false;
    }
  }

  private void show(Piece piece) {
    switch (piece) {
      case Piece.Text(var text) -> {
        screen.result(SafeText.ofLines(text));
        inLine |= !text.isEmpty();
      }
      case Piece.ToolCall(_, var tool, var arguments) ->
          screen.say("[%s %s]".formatted(SafeText.of(tool), SafeText.of(arguments)));
      case Piece.Restart(var reason) -> restart("[asked again: " + SafeText.of(reason) + "]");
      case Piece.Reasoning _ -> {}
    }
  }

  /** What stands there is void: whoever reads it must see that, also in a file. */
  private void restart(String note) {
    if (inLine) {
      endLine();
      screen.result(note + "\n");
    } else {
      screen.say(note);
    }
  }
}
