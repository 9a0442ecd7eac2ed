package io.baton.samples.models;

/** A model cannot be used as things are; the message says in one line what to do. */
public final class ModelSetUpException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String model;
  private final String reason;

  /**
   * An obstacle.
   *
   * @param model as it was named
   * @param reason what is wrong, and what helps
   */
  public ModelSetUpException(String model, String reason) {
    super(model + ": " + reason);
    this.model = model;
    this.reason = reason;
  }

  /** The model as it was named. */
  public String model() {
    return model;
  }

  /** What is wrong, and what helps. */
  public String reason() {
    return reason;
  }
}
