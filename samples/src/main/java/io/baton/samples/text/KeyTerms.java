package io.baton.samples.text;

import io.baton.samples.text.Analysis.Term;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts nouns and noun phrases and weighs them.
 *
 * <p>The weight is the C-value of K. Frantzi, S. Ananiadou and H. Mima ("Automatic recognition of
 * multi-word terms", 2000): a phrase counts by its frequency times the logarithm of its length, and
 * a term that occurs inside longer ones counts only as far as it also stands alone. One is added to
 * the length, so that single nouns have a weight too.
 */
final class KeyTerms {
  private static final int LONGEST_PHRASE = 3;
  private static final int FEWEST_OF_A_PHRASE = 2;

  private final Map<List<String>, Integer> counts = new LinkedHashMap<>();

  void add(List<Token> sentence) {
    int start = 0;
    for (int i = 0; i <= sentence.size(); i++) {
      if (i == sentence.size() || !belongsToPhrase(sentence.get(i))) {
        addPhrasesOf(sentence.subList(start, i));
        start = i + 1;
      }
    }
  }

  /** The weightiest terms, among equals the earliest. */
  List<Term> best(int limit) {
    var insides = new LinkedHashMap<List<String>, Inside>();
    counts.forEach((term, count) -> addInsides(term, count, insides));
    return counts.entrySet().stream()
        .filter(entry -> isTerm(entry.getKey(), entry.getValue()))
        .map(entry -> weigh(entry.getKey(), entry.getValue(), insides))
        .sorted(Comparator.comparingDouble(Term::weight).reversed())
        .limit(limit)
        .toList();
  }

  private void addPhrasesOf(List<Token> run) {
    for (int end = 1; end <= run.size(); end++) {
      Token last = run.get(end - 1);
      if (last.isNoun()) {
        for (int start = Math.max(0, end - LONGEST_PHRASE); start < end; start++) {
          counts.merge(phrase(run.subList(start, end)), 1, Integer::sum);
        }
      }
    }
  }

  private static List<String> phrase(List<Token> tokens) {
    return tokens.stream().map(Token::lemma).toList();
  }

  private static boolean belongsToPhrase(Token token) {
    return (token.isNoun() || token.isAdjective())
        && token.lemma().length() > 1
        && token.lemma().chars().allMatch(c -> Character.isLetter(c) || c == '-');
  }

  private static boolean isTerm(List<String> term, int count) {
    return term.size() == 1 || count >= FEWEST_OF_A_PHRASE;
  }

  private static void addInsides(List<String> term, int count, Map<List<String>, Inside> insides) {
    if (term.size() == 1 || !isTerm(term, count)) {
      return;
    }
    for (int start = 0; start < term.size(); start++) {
      for (int end = start + 1; end <= term.size(); end++) {
        if (end - start < term.size()) {
          insides.merge(term.subList(start, end), new Inside(count, 1), Inside::plus);
        }
      }
    }
  }

  private static Term weigh(List<String> term, int count, Map<List<String>, Inside> insides) {
    Inside inside = insides.getOrDefault(term, Inside.NOWHERE);
    double alone = count - inside.mean();
    double weight = Math.log(term.size() + 1.0) / Math.log(2) * Math.max(0, alone);
    return new Term(String.join(" ", term), count, weight);
  }

  /** How often a term occurs inside how many longer ones. */
  private record Inside(int count, int terms) {
    static final Inside NOWHERE = new Inside(0, 0);

    Inside plus(Inside other) {
      return new Inside(count + other.count, terms + other.terms);
    }

    double mean() {
      return terms == 0 ? 0 : (double) count / terms;
    }
  }
}
