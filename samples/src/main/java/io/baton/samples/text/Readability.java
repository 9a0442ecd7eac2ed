package io.baton.samples.text;

/**
 * The figures of a text from which one tells how easily it is read.
 *
 * @param sentences the number of sentences
 * @param words the number of words
 * @param syllables the number of syllables of all words, estimated by their spelling
 */
public record Readability(int sentences, int words, int syllables) {

  /** The mean length of a sentence in words; 0 without sentences. */
  public double wordsPerSentence() {
    return sentences == 0 ? 0 : (double) words / sentences;
  }

  /** The mean length of a word in syllables; 0 without words. */
  public double syllablesPerWord() {
    return words == 0 ? 0 : (double) syllables / words;
  }

  /**
   * The Flesch reading ease (R. Flesch, "A new readability yardstick", Journal of Applied
   * Psychology 32(3), 1948): about 100 for very easy texts, about 0 for very difficult ones, and
   * beyond both for extreme ones.
   */
  public double fleschReadingEase() {
    return 206.835 - 1.015 * wordsPerSentence() - 84.6 * syllablesPerWord();
  }

  /** What Flesch calls a text of this {@linkplain #fleschReadingEase reading ease}. */
  public String level() {
    double ease = fleschReadingEase();
    if (ease >= 90) {
      return "very easy";
    } else if (ease >= 80) {
      return "easy";
    } else if (ease >= 70) {
      return "fairly easy";
    } else if (ease >= 60) {
      return "standard";
    } else if (ease >= 50) {
      return "fairly difficult";
    }
    return ease >= 30 ? "difficult" : "very difficult";
  }
}
