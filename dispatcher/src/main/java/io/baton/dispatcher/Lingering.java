package io.baton.dispatcher;

import java.util.ArrayList;
import java.util.List;

/**
 * The outlets whose batches linger. Confined to the dispatcher's thread, but for the question
 * whether there are any.
 */
final class Lingering {

  private final List<BatchOutlet> outlets = new ArrayList<>();
  private volatile boolean isAny;

  void add(BatchOutlet outlet) {
    outlets.add(outlet);
    isAny = true;
  }

  void remove(BatchOutlet outlet) {
    outlets.remove(outlet);
    isAny = !outlets.isEmpty();
  }

  boolean isAny() {
    return isAny;
  }

  /** How many deliveries wait at these outlets. */
  long waiting() {
    return outlets.stream().mapToLong(BatchOutlet::waiting).sum();
  }

  /** Lets them all go. */
  void flush() {
    List.copyOf(outlets).forEach(BatchOutlet::flush);
  }
}
