package io.baton.samples.text;

import java.util.List;

/**
 * An extractive summary: sentences of the text itself, chosen by {@linkplain TextRank TextRank}.
 *
 * @param sentences the chosen sentences, in the order of the text
 * @param considered how many sentences were ranked: all, or evenly spaced ones of a long text
 * @param total how many sentences the text has
 */
public record Summary(List<String> sentences, int considered, int total) {

  /** Copies the list. */
  public Summary {
    sentences = List.copyOf(sentences);
  }
}
