package io.baton.agents.llm;

import java.util.List;
import java.util.stream.Collectors;

/** A JSON document is not what a type asks for. Its message names every mismatch that was found. */
public final class JsonMismatchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // records of texts; the exception is not sent anywhere
  private final List<Mismatch> mismatches;

  JsonMismatchException(List<Mismatch> mismatches) {
    super(mismatches.stream().map(Mismatch::sentence).collect(Collectors.joining("; ")));
    this.mismatches = List.copyOf(mismatches);
  }

  /** What was found, in the order of the document; at least one, and at most ten. */
  public List<Mismatch> mismatches() {
    return mismatches;
  }
}
