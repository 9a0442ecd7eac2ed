package io.baton.agents;

/** Calls of a {@link Gather} did not end well; its message names them, up to three. */
public final class GatherFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // outcomes hold what users gave; the exception is not sent anywhere
  private final Gathered<?> gathered;

  GatherFailedException(String message, Throwable cause, Gathered<?> gathered) {
    super(message, cause);
    this.gathered = gathered;
  }

  /** What has become of all calls, those that ended well among them. */
  public Gathered<?> gathered() {
    return gathered;
  }
}
