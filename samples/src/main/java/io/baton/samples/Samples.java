package io.baton.samples;

import io.baton.samples.cli.TextCommand;

/** What {@code samples/run} starts. */
public final class Samples {

  private Samples() {}

  /**
   * Runs the command line and ends the process with its status.
   *
   * @param arguments as they come from the shell
   */
  public static void main(String[] arguments) {
    System.exit(TextCommand.run(arguments, System.in, System.out, System.err));
  }
}
