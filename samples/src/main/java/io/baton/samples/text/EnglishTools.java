package io.baton.samples.text;

import static io.baton.samples.text.Token.NOUN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTagFormat;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;

/** Finds sentences, tokens, tags and lemmas. Confined to one thread at a time. */
final class EnglishTools {
  /** The tagger copies what it has found for each further token, so it gets no more at once. */
  private static final int MOST_TOKENS = 200;

  /** No English word is as long; the tokenizer's time grows with the square of the length. */
  private static final int LONGEST_WORD = 200;

  private final SentenceDetectorME sentenceDetector;
  private final TokenizerME tokenizer;
  private final POSTaggerME tagger;
  private final LemmatizerME lemmatizer;

  EnglishTools(
      SentenceModel sentences, TokenizerModel tokens, POSModel tags, LemmatizerModel lemmas) {
    sentenceDetector = new SentenceDetectorME(sentences);
    tokenizer = new TokenizerME(tokens);
    tagger = new POSTaggerME(tags, POSTagFormat.UD);
    lemmatizer = new LemmatizerME(lemmas);
  }

  /** The sentences of a text, without its headings and with single spaces. */
  List<String> sentences(String text) {
    return Paragraphs.of(text).stream()
        .flatMap(paragraph -> sentencesOf(paragraph).stream())
        .filter(sentence -> Words.count(sentence) > 0)
        .toList();
  }

  /** What goes on in lower case, as after a quoted question, belongs to the sentence before. */
  private List<String> sentencesOf(String paragraph) {
    var sentences = new ArrayList<String>();
    for (String sentence : sentenceDetector.sentDetect(paragraph)) {
      if (!sentences.isEmpty() && Character.isLowerCase(sentence.codePointAt(0))) {
        sentences.add(sentences.removeLast() + " " + sentence);
      } else {
        sentences.add(sentence);
      }
    }
    return sentences;
  }

  /**
   * The tokens of one sentence; words of absurd length are left out.
   *
   * @param lemmas the lemmas of the nouns that the text had so far; new ones are added
   */
  List<Token> tokens(String sentence, Map<String, String> lemmas) {
    var found = new ArrayList<Token>();
    String[] texts = tokenizer.tokenize(withoutLongWords(sentence));
    for (int from = 0; from < texts.length; from += MOST_TOKENS) {
      int to = Math.min(texts.length, from + MOST_TOKENS);
      tag(Arrays.copyOfRange(texts, from, to), lemmas, found);
    }
    return found;
  }

  private void tag(String[] texts, Map<String, String> lemmas, List<Token> found) {
    String[] tags = tagger.tag(texts);
    learnNouns(texts, tags, lemmas);
    for (int i = 0; i < texts.length; i++) {
      String lower = texts[i].toLowerCase(Locale.ROOT);
      String lemma = tags[i].equals(NOUN) ? lemmas.getOrDefault(lower, lower) : lower;
      found.add(new Token(texts[i], tags[i], lemma));
    }
  }

  /** Finding lemmas takes ten times as long as finding tags, so each noun is looked at once. */
  private void learnNouns(String[] texts, String[] tags, Map<String, String> lemmas) {
    int[] unknown =
        IntStream.range(0, texts.length)
            .filter(i -> tags[i].equals(NOUN))
            .filter(i -> !lemmas.containsKey(texts[i].toLowerCase(Locale.ROOT)))
            .toArray();
    if (unknown.length > 0) {
      String[] all = lemmatizer.lemmatize(texts, tags);
      for (int i : unknown) {
        lemmas.putIfAbsent(texts[i].toLowerCase(Locale.ROOT), all[i].toLowerCase(Locale.ROOT));
      }
    }
  }

  private static String withoutLongWords(String sentence) {
    if (sentence.length() <= LONGEST_WORD) {
      return sentence;
    }
    return String.join(
        " ",
        Stream.of(sentence.split(" ", -1)).filter(word -> word.length() <= LONGEST_WORD).toList());
  }
}
