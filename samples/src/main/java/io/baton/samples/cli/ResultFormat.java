package io.baton.samples.cli;

import io.baton.samples.text.TextEvent.Combined;

/** How a result is printed. Thread-safe. */
interface ResultFormat {

  /** The result with a line end. */
  String format(Combined result);
}
