package io.baton.samples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Finds the inputs that the arguments of the command line mean. */
final class InputFinder {
  private static final String STANDARD_INPUT = "-";

  private final InputStream standardInput;
  private final BiConsumer<String, String> complaint;

  /** A finder that hands what it cannot find, by name and reason, to {@code complaint}. */
  InputFinder(InputStream standardInput, BiConsumer<String, String> complaint) {
    this.standardInput = standardInput;
    this.complaint = complaint;
  }

  /** The inputs in the order of the arguments; those of a directory by name. */
  List<Input> find(List<String> arguments) {
    var found = new ArrayList<Input>();
    for (String argument : arguments) {
      try {
        find(argument, found);
      } catch (UnreadableException e) {
        complaint.accept(argument, e.reason());
      }
    }
    return found;
  }

  private void find(String argument, List<Input> found) throws UnreadableException {
    if (argument.equals(STANDARD_INPUT)) {
      found.add(new Input.OfStandardInput(standardInput));
      return;
    }
    Path path = path(argument);
    try {
      if (Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
        found.addAll(inDirectory(path));
      } else {
        found.add(new Input.OfFile(path));
      }
    } catch (IOException e) {
      throw UnreadableException.of(e);
    }
  }

  private static Path path(String argument) throws UnreadableException {
    try {
      if (!argument.isBlank()) {
        return Path.of(argument);
      }
    } catch (InvalidPathException _) {
      // there is no file of a name that cannot be one
    }
    throw new UnreadableException(UnreadableException.NO_FILE);
  }

  private List<Input> inDirectory(Path directory) throws IOException, UnreadableException {
    var walk = new TextFileWalk(directory, complaint);
    Files.walkFileTree(directory, TextFileWalk.OPTIONS, TextFileWalk.DEEPEST, walk);
    if (walk.isEmpty()) {
      throw new UnreadableException(
          "has no text files in it (" + String.join(" ", TextFileWalk.ENDINGS) + ")");
    }
    return walk.files();
  }
}
