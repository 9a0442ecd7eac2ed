package io.baton.samples.text;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.samples.text.TextEvent.Summarized;
import io.baton.samples.text.TextEvent.TextReceived;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses the sentences that say most of a text. Thread-safe. */
final class Summarizer implements Agent<TextReceived> {
  /** More would cost time by their square. */
  static final int MOST_RANKED = 1_000;

  private final English english;
  private final int length;

  /**
   * A summarizer.
   *
   * @param length how many sentences a summary has at most
   */
  Summarizer(English english, int length) {
    this.english = english;
    this.length = length;
  }

  @Override
  public List<Summarized> receive(TextReceived text, AgentContext context) {
    long started = System.nanoTime();
    Summary summary = summarize(text.text());
    return List.of(new Summarized(summary, Duration.ofNanos(System.nanoTime() - started)));
  }

  Summary summarize(String text) {
    List<String> all = english.use(tools -> tools.sentences(text));
    List<String> ranked = evenlySpaced(all, MOST_RANKED);
    return Summary.byTextRank(TextRank.best(ranked, length), ranked.size(), all.size());
  }

  static List<String> evenlySpaced(List<String> sentences, int most) {
    if (sentences.size() <= most) {
      return sentences;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> sentences.get((int) ((long) i * sentences.size() / most)))
        .toList();
  }
}
