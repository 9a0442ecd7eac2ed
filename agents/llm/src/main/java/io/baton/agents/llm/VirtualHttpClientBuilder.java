package io.baton.agents.llm;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;

/**
 * The transport to give to LangChain4j's models: {@code
 * OpenAiStreamingChatModel.builder().httpClientBuilder(new VirtualHttpClientBuilder())}, and {@code
 * maxRetries(0)} where a model has that, since agents retry by themselves.
 *
 * <p>Requests and streams run on virtual threads over HTTP/1.1, a connection each, so that
 * cancelling one closes it. Time limits hold until the last byte has come. A stream ends once:
 * well, or with an error, also where the server reports one within the stream, or is cut off. The
 * {@code Retry-After} of a refusal is kept for whoever tries again.
 *
 * <p>A builder is for one thread; the clients that it makes are thread-safe.
 */
public final class VirtualHttpClientBuilder implements HttpClientBuilder {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

  private Duration connectTimeout = CONNECT_TIMEOUT;
  private Duration readTimeout = READ_TIMEOUT;

  /** A builder with its defaults. */
  public VirtualHttpClientBuilder() {}

  @Override
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /**
   * Sets how long it may take to connect; 15 s by default. A model's own {@code timeout} takes its
   * place.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  @Override
  public VirtualHttpClientBuilder connectTimeout(Duration timeout) {
    connectTimeout = Checks.positive("connectTimeout", timeout);
    return this;
  }

  @Override
  public Duration readTimeout() {
    return readTimeout;
  }

  /**
   * Sets how long a server may be silent, before its answer begins and at any time within it; 60 s
   * by default. A model's own {@code timeout} takes its place.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  @Override
  public VirtualHttpClientBuilder readTimeout(Duration timeout) {
    readTimeout = Checks.positive("readTimeout", timeout);
    return this;
  }

  @Override
  public HttpClient build() {
    return new VirtualHttpClient(connectTimeout, readTimeout);
  }
}
