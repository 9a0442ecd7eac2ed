package io.baton.samples.text;

import io.baton.events.Event;
import java.time.Duration;

/** What the agents of the text analysis say to each other. */
public sealed interface TextEvent extends Event {

  /**
   * A text came in.
   *
   * @param name what it is called, a file's path for instance
   * @param text all of it
   */
  record TextReceived(String name, String text) implements TextEvent {}

  /**
   * A text was analyzed.
   *
   * @param analysis what was found
   * @param work how long that took
   */
  record Analyzed(Analysis analysis, Duration work) implements TextEvent {}

  /**
   * A text was summarized.
   *
   * @param summary its summary
   * @param work how long that took
   */
  record Summarized(Summary summary, Duration work) implements TextEvent {}

  /**
   * All that is known of one text.
   *
   * @param name what the text is called
   * @param analysis what was found in it
   * @param summary its summary
   * @param work how long both took, one after the other
   */
  record Combined(String name, Analysis analysis, Summary summary, Duration work)
      implements TextEvent {}
}
