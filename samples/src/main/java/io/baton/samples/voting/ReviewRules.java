package io.baton.samples.voting;

import io.baton.samples.rules.Wording;
import java.util.List;
import java.util.Set;

/** Three rules for whether a review is praise. They know a few words, and only as whole words. */
final class ReviewRules {

  private static final Set<String> PRAISE =
      Set.of(
          "best",
          "brilliant",
          "comfortable",
          "easy",
          "excellent",
          "good",
          "great",
          "happy",
          "like",
          "love",
          "nice",
          "perfect",
          "recommend",
          "reliable",
          "useful",
          "well",
          "wonderful");

  private static final Set<String> COMPLAINT =
      Set.of(
          "annoying",
          "awful",
          "bad",
          "broke",
          "broken",
          "cheap",
          "disappointed",
          "hate",
          "late",
          "loud",
          "poor",
          "return",
          "slow",
          "terrible",
          "useless",
          "waste",
          "worst");

  private static final Set<String> NEGATIONS =
      Set.of("not", "never", "no", "don't", "doesn't", "didn't", "isn't", "wasn't", "hardly");

  /** How many words after a negation it reaches. */
  private static final int REACH = 3;

  private ReviewRules() {}

  /** Counts words of praise against words of complaint. */
  static Vote words(String review) {
    List<String> words = Wording.words(review);
    long praise = words.stream().filter(PRAISE::contains).count();
    long complaint = words.stream().filter(COMPLAINT::contains).count();
    return vote(praise - complaint, "%d of praise, %d of complaint".formatted(praise, complaint));
  }

  /** The same, but a negation turns the words behind it round. */
  static Vote negations(String review) {
    int balance = 0;
    int turned = 0;
    for (String sentence : Wording.sentences(review)) {
      int reach = 0;
      for (String word : Wording.words(sentence)) {
        int weight = PRAISE.contains(word) ? 1 : COMPLAINT.contains(word) ? -1 : 0;
        balance += reach > 0 ? -weight : weight;
        turned += reach > 0 && weight != 0 ? 1 : 0;
        reach = NEGATIONS.contains(word) ? REACH : reach - 1;
      }
    }
    return vote(balance, "balance %+d, %d turned round".formatted(balance, turned));
  }

  /** What the last sentence with an opinion says. */
  static Vote lastSentence(String review) {
    for (String sentence : Wording.sentences(review).reversed()) {
      Vote vote = negations(sentence);
      if (vote.choice() != Choice.UNSURE) {
        return new Vote(vote.choice(), "it ends: " + sentence);
      }
    }
    return new Vote(Choice.UNSURE, "no sentence has an opinion");
  }

  private static Vote vote(long balance, String reason) {
    Choice choice = balance > 0 ? Choice.YES : balance < 0 ? Choice.NO : Choice.UNSURE;
    return new Vote(choice, reason);
  }
}
