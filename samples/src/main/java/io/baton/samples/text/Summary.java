package io.baton.samples.text;

import java.util.List;

/**
 * A summary: sentences of the text itself, chosen by {@linkplain TextRank TextRank}, or sentences
 * that a model has written.
 *
 * @param kind {@code extractive} or {@code abstractive}
 * @param method how it was made: {@code TextRank}, or the model
 * @param sentences its sentences, in their order
 * @param considered how many sentences of the text were looked at: all, or fewer of a long text
 * @param total how many sentences the text has
 */
public record Summary(
    String kind, String method, List<String> sentences, int considered, int total) {

  static Summary byTextRank(List<String> sentences, int considered, int total) {
    return new Summary("extractive", "TextRank", sentences, considered, total);
  }

  static Summary byModel(String model, List<String> sentences, int considered, int total) {
    return new Summary("abstractive", model, sentences, considered, total);
  }

  /** Copies the list. */
  public Summary {
    sentences = List.copyOf(sentences);
  }
}
