package io.baton.samples.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ranks sentences by TextRank (R. Mihalcea, P. Tarau: "TextRank: Bringing order into texts", EMNLP
 * 2004): sentences recommend those that share words with them, and a recommendation counts by the
 * rank of the one that gives it, as in PageRank. Two sentences are as similar as the number of
 * content words that they share, over the sum of the logarithms of their lengths.
 */
final class TextRank {
  private static final double DAMPING = 0.85;
  private static final double CLOSE_ENOUGH = 0.0001;
  private static final int MOST_ROUNDS = 100;

  private TextRank() {}

  /** The {@code limit} sentences of the highest rank, each once, in the order of the text. */
  static List<String> best(List<String> sentences, int limit) {
    double[] ranks = ranks(similarities(sentences));
    var seen = new HashSet<String>();
    return IntStream.range(0, ranks.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -ranks[i]))
        .filter(i -> seen.add(sentences.get(i)))
        .limit(limit)
        .sorted()
        .map(sentences::get)
        .toList();
  }

  static double[][] similarities(List<String> sentences) {
    List<Set<String>> words = sentences.stream().map(TextRank::contentWords).toList();
    double[][] similarities = new double[words.size()][words.size()];
    for (int i = 0; i < words.size(); i++) {
      for (int j = 0; j < i; j++) {
        similarities[i][j] = similarity(words.get(i), words.get(j));
        similarities[j][i] = similarities[i][j];
      }
    }
    return similarities;
  }

  static double[] ranks(double[][] similarities) {
    double[] sums =
        Arrays.stream(similarities).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    double[] ranks = new double[sums.length];
    Arrays.fill(ranks, 1);
    double change = 1;
    for (int round = 0; round < MOST_ROUNDS && change > CLOSE_ENOUGH; round++) {
      double[] next = next(similarities, sums, ranks);
      change =
          IntStream.range(0, sums.length)
              .mapToDouble(i -> Math.abs(next[i] - ranks[i]))
              .max()
              .orElse(0);
      System.arraycopy(next, 0, ranks, 0, ranks.length);
    }
    return ranks;
  }

  private static double[] next(double[][] similarities, double[] sums, double[] ranks) {
    double[] next = new double[ranks.length];
    for (int i = 0; i < next.length; i++) {
      double recommended = 0;
      for (int j = 0; j < next.length; j++) {
        if (similarities[j][i] > 0) {
          recommended += similarities[j][i] / sums[j] * ranks[j];
        }
      }
      next[i] = 1 - DAMPING + DAMPING * recommended;
    }
    return next;
  }

  private static double similarity(Set<String> a, Set<String> b) {
    Set<String> fewer = a.size() < b.size() ? a : b;
    Set<String> more = a.size() < b.size() ? b : a;
    long shared = fewer.stream().filter(more::contains).count();
    double lengths = Math.log(a.size()) + Math.log(b.size());
    return shared == 0 || lengths == 0 ? 0 : shared / lengths;
  }

  private static Set<String> contentWords(String sentence) {
    return Words.of(sentence).stream()
        .map(word -> word.toLowerCase(Locale.ROOT).replace('\u2019', '\''))
        .filter(word -> !FunctionWords.contains(word))
        .collect(Collectors.toSet());
  }
}
