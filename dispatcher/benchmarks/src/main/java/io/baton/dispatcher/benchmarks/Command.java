package io.baton.dispatcher.benchmarks;

/**
 * Prints the JVM that runs it and its class path, a line each: what the script needs to start the
 * benchmarks on the JDK that the build chose, with its own arguments and status.
 */
final class Command {

  private Command() {}

  public static void main(String[] args) {
    System.out.println(ProcessHandle.current().info().command().orElse("java"));
    System.out.println(System.getProperty("java.class.path"));
  }
}
