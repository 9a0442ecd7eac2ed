package io.baton.agents;

/** A question that got no answer: its run ended without one, was cancelled, expired, or is late. */
public final class AskFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings(
      "serial") // a report holds events of the user's; the exception is not sent anywhere
  private final RunReport report;

  /** An exception that bears the run's report. */
  public AskFailedException(String message, RunReport report) {
    super(message);
    this.report = report;
  }

  /** What became of the run, as of the moment when the question failed. */
  public RunReport report() {
    return report;
  }
}
