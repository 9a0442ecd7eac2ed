package io.baton.samples.models;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose protocol a model's service speaks. */
public enum Provider {
  /** OpenAI, and the many services that speak its protocol. */
  OPENAI("OPENAI_BASE_URL", "OPENAI_API_KEY"),

  /** Ollama, which needs no key. */
  OLLAMA("OLLAMA_BASE_URL", ""),

  /** Anthropic. */
  ANTHROPIC("ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY");

  private final String urlVariable;
  private final String keyVariable;

  Provider(String urlVariable, String keyVariable) {
    this.urlVariable = urlVariable;
    this.keyVariable = keyVariable;
  }

  /** The name of an environment variable. */
  String urlVariable() {
    return urlVariable;
  }

  /** The name of an environment variable; empty if there is no key. */
  String keyVariable() {
    return keyVariable;
  }

  /** How it is written on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Provider> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values())
        .map(each -> each.word() + ":NAME")
        .collect(Collectors.joining(", "));
  }
}
