package io.baton.samples.models;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.baton.agents.llm.Backend;
import io.baton.agents.llm.ModelException;
import io.baton.agents.llm.VirtualHttpClientBuilder;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
   * @throws IllegalArgumentException if the text names no model, or the place is none
   * @throws ModelSetUpException if its key is missing
   */
  public static ModelAddress of(String text, Optional<String> givenUrl, Environment environment) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    Provider provider = Provider.of(word).orElseThrow(() -> unknown(text));
    if (colon < 0 || colon == text.length() - 1) {
      throw unknown(text);
    }
    Optional<String> url =
        givenUrl
            .map(given -> checked("--base-url", given))
            .or(() ->
                environment
                    .find(provider.urlVariable())
                    .map(found -> checked(provider.urlVariable(), found)));
    String key = key(provider, text, url, environment);
    String usual = usualUrl(provider);
    return new ModelAddress(provider, text.substring(colon + 1), url.orElse(usual), key);
  }

  private static String checked(String source, String url) {
    try {
      URI uri = new URI(url);
      if (List.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // is told as the others
    }
    throw new IllegalArgumentException(
        "%s must be as in http://localhost:8080/v1, but is %s".formatted(source, url));
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

  /** The model with its failures told as {@link #reason} does. */
  public AskedModel ask() {
    return new AskedModel(Backend.of(open()), this::told);
  }

  /** A failure with its {@link #reason} as the message. */
  public RuntimeException told(ModelException failure) {
    return new IllegalStateException(reason(failure), failure);
  }

  /** Why there was no answer, in one line for a person. */
  public String reason(ModelException failure) {
    return switch (failure.kind()) {
      case UNAUTHORIZED ->
          provider.keyVariable().isEmpty()
              ? "access is denied at " + url
              : "the key in %s is not accepted at %s".formatted(provider.keyVariable(), url);
      case UNKNOWN_MODEL -> "there is no such model at " + url;
      default ->
          cause(failure, HttpException.class)
              .map(refusal ->
                  "status %d from %s%s".formatted(refusal.statusCode(), url, said(refusal)))
              .or(() -> unreached(failure))
              .orElseGet(() ->
                  failure.kind() == ModelException.Kind.TIMEOUT
                      ? "no answer in time from " + url
                      : String.valueOf(failure.getMessage()));
    };
  }

  /**
   * Whether the model would not answer any other question either: its key, name or host is wrong.
   */
  public boolean isUnusable(ModelException failure) {
    return failure.kind() == ModelException.Kind.UNAUTHORIZED
        || failure.kind() == ModelException.Kind.UNKNOWN_MODEL
        || unreached(failure).isPresent();
  }

  private Optional<String> unreached(ModelException failure) {
    boolean isUnknown =
        cause(failure, UnknownHostException.class).isPresent()
            || cause(failure, UnresolvedAddressException.class).isPresent();
    return isUnknown
        ? Optional.of("the host of " + url + " is not known")
        : cause(failure, ConnectException.class).map(_ -> "nothing listens at " + url);
  }

  private static <X extends Throwable> Optional<X> cause(Throwable failure, Class<X> type) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }

  /** What the service says about a refusal; empty if that is not found in its answer. */
  private static String said(HttpException refusal) {
    try {
      JsonNode error =
          JsonMapper.shared().readTree(String.valueOf(refusal.getMessage())).path("error");
      String text = error.path("message").asString(error.asString(""));
      return text.isBlank() ? "" : ": " + text;
    } catch (JacksonException e) {
      return "";
    }
  }

  /** As it stands on the command line. */
  @Override
  public String toString() {
    return provider.word() + ":" + name;
  }
}
