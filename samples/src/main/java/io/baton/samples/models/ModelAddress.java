package io.baton.samples.models;

import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.baton.agents.llm.ModelException;
import io.baton.agents.llm.VirtualHttpClientBuilder;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model and where it is to be found.
 *
 * @param provider whose protocol its service speaks
 * @param name what the service calls it
 * @param url where the service is
 * @param key who asks; empty if the service wants no key
 */
public record ModelAddress(Provider provider, String name, String url, String key) {

  private static final int MOST_TOKENS = 4_096;

  /** Where to look things up that the command line does not say. */
  @FunctionalInterface
  public interface Environment {

    /** The value of a variable; null if there is none. */
    @Nullable String get(String variable);

    private Optional<String> find(String variable) {
      return Optional.ofNullable(get(variable)).filter(value -> !value.isBlank());
    }
  }

  /**
   * Finds a model.
   *
   * @param text as in {@code openai:NAME}
   * @param givenUrl where its service is; empty for what the environment says, or the usual place
   * @throws IllegalArgumentException if the text names no model
   * @throws ModelSetUpException if its key is missing
   */
  public static ModelAddress of(String text, Optional<String> givenUrl, Environment environment) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    Provider provider = Provider.of(word).orElseThrow(() -> unknown(text));
    if (colon < 0 || colon == text.length() - 1) {
      throw unknown(text);
    }
    Optional<String> url = givenUrl.or(() -> environment.find(provider.urlVariable()));
    String key = key(provider, text, url, environment);
    String usual = usualUrl(provider);
    return new ModelAddress(provider, text.substring(colon + 1), url.orElse(usual), key);
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "--model must be one of %s, but is %s".formatted(Provider.words(), text));
  }

  /**
   * A service at an address of one's own often wants no key, but the protocol has a place for it.
   */
  private static String key(
      Provider provider, String text, Optional<String> url, Environment environment) {
    if (provider.keyVariable().isEmpty()) {
      return "";
    }
    return environment
        .find(provider.keyVariable())
        .or(() -> url.map(_ -> "none"))
        .orElseThrow(() ->
            new ModelSetUpException(text, "its key is missing: set " + provider.keyVariable()));
  }

  private static String usualUrl(Provider provider) {
    return switch (provider) {
      case OPENAI -> "https://api.openai.com/v1";
      case OLLAMA -> "http://localhost:11434";
      case ANTHROPIC -> "https://api.anthropic.com/v1/";
    };
  }

  /** The model, not yet asked. */
  public StreamingChatModel open() {
    var transport = new VirtualHttpClientBuilder();
    return switch (provider) {
      case OPENAI ->
          OpenAiStreamingChatModel.builder()
              .httpClientBuilder(transport)
              .baseUrl(url)
              .apiKey(key)
              .modelName(name)
              .build();
      case OLLAMA ->
          OllamaStreamingChatModel.builder()
              .httpClientBuilder(transport)
              .baseUrl(url)
              .modelName(name)
              .build();
      case ANTHROPIC ->
          AnthropicStreamingChatModel.builder()
              .httpClientBuilder(transport)
              .baseUrl(url)
              .apiKey(key)
              .modelName(name)
              .maxTokens(MOST_TOKENS)
              .build();
    };
  }

  /** What keeps the model from answering whatever it is asked, if a failure shows that. */
  public Optional<ModelSetUpException> setUpFailure(ModelException failure) {
    UnaryOperator<String> at = text -> text + " " + url;
    return switch (failure.kind()) {
      case UNAUTHORIZED ->
          obstacle(
              provider.keyVariable().isEmpty()
                  ? at.apply("access is denied at")
                  : at.apply("the key in " + provider.keyVariable() + " is not accepted at"));
      case UNKNOWN_MODEL -> obstacle(at.apply("there is no such model at"));
      case UNAVAILABLE, TIMEOUT -> obstacle(at.apply("no answer from"));
      default -> Optional.empty();
    };
  }

  private Optional<ModelSetUpException> obstacle(String reason) {
    return Optional.of(new ModelSetUpException(toString(), reason));
  }

  /** As it stands on the command line. */
  @Override
  public String toString() {
    return provider.word() + ":" + name;
  }
}
