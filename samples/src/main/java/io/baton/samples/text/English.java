package io.baton.samples.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerModel;

/**
 * The English models of Apache OpenNLP, loaded once and shared. Thread-safe: the tools that work
 * with them are not, so each use borrows a set of them.
 */
public final class English {
  private final SentenceModel sentences;
  private final TokenizerModel tokens;
  private final POSModel tags;
  private final LemmatizerModel lemmas;
  private final Queue<EnglishTools> idle = new ConcurrentLinkedQueue<>();

  private English() throws IOException {
    sentences = read("sentence", SentenceModel::new);
    tokens = read("tokens", TokenizerModel::new);
    tags = read("pos", POSModel::new);
    lemmas = read("lemmas", LemmatizerModel::new);
  }

  /**
   * Loads the models from the class path; half a second or so.
   *
   * @throws UncheckedIOException if a model cannot be read
   */
  public static English load() {
    try {
      return new English();
    } catch (IOException e) {
      throw new UncheckedIOException("the English models cannot be read: " + e.getMessage(), e);
    }
  }

  /** What {@code work} makes of a set of tools that is its own until it returns. */
  <T> T use(Function<EnglishTools, T> work) {
    EnglishTools free = idle.poll();
    EnglishTools tools = free == null ? new EnglishTools(sentences, tokens, tags, lemmas) : free;
    try {
      return work.apply(tools);
    } finally {
      idle.add(tools);
    }
  }

  private static <M> M read(String kind, Reader<M> reader) throws IOException {
    String name = "/opennlp-en-ud-ewt-" + kind + "-1.3-2.5.4.bin";
    try (InputStream in = English.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      return reader.read(in);
    }
  }

  private interface Reader<M> {
    M read(InputStream in) throws IOException;
  }
}
