package io.baton.samples.text;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.samples.text.TextEvent.Analyzed;
import io.baton.samples.text.TextEvent.TextReceived;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/** Finds key terms, names and the readability of a text. Thread-safe. */
final class TextAnalyzer implements Agent<TextReceived> {
  private static final int MOST_TERMS = 8;
  private static final int MOST_NAMES = 6;

  private final English english;

  TextAnalyzer(English english) {
    this.english = english;
  }

  @Override
  public List<Analyzed> receive(TextReceived text, AgentContext context) {
    long started = System.nanoTime();
    Analysis analysis = analyze(text.text());
    return List.of(new Analyzed(analysis, Duration.ofNanos(System.nanoTime() - started)));
  }

  Analysis analyze(String text) {
    return english.use(tools -> analyze(text, tools));
  }

  private static Analysis analyze(String text, EnglishTools tools) {
    var terms = new KeyTerms();
    var names = new Names();
    var lemmas = new HashMap<String, String>();
    int words = 0;
    int syllables = 0;
    List<String> sentences = tools.sentences(text);
    for (String sentence : sentences) {
      List<Token> tokens = tools.tokens(sentence, lemmas);
      terms.add(tokens);
      names.add(tokens);
      for (String word : Words.of(sentence)) {
        words++;
        syllables += Syllables.of(word);
      }
    }
    return new Analysis(
        terms.best(MOST_TERMS),
        names.best(MOST_NAMES),
        new Readability(sentences.size(), words, syllables));
  }
}
