package io.baton.agents.llm;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Sends LangChain4j's requests, on virtual threads. Thread-safe. */
final class VirtualHttpClient implements HttpClient {

  /** An error's text is for people: more of it is of no use. */
  private static final int LONGEST_ERROR = 64 * 1024;

  /** What is shorter is no secret, and may stand in any text. */
  private static final int SHORTEST_KEY = 8;

  private static final Pattern KEY_HEADER =
      Pattern.compile("authorization|.*key.*", Pattern.CASE_INSENSITIVE);

  private final java.net.http.HttpClient http;
  private final Duration readTimeout;

  VirtualHttpClient(Duration connectTimeout, Duration readTimeout) {
    this.http =
        java.net.http.HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .executor(
                Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("baton-llm-http-", 0).factory()))
            .build();
    this.readTimeout = readTimeout;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    try {
      HttpResponse<ResponseBody> response = open(request, Wire.current());
      try (ResponseBody body = response.body()) {
        return success(response).body(body.readAllBytes()).build();
      }
    } catch (HttpTimeoutException e) {
      throw new TimeoutException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + request.url(), e);
    }
  }

  @Override
  public void execute(HttpRequest request, ServerSentEventListener listener) {
    execute(request, new EventStreamParser(), listener);
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    Wire wire = Wire.current();
    var once = new EndingOnce(listener, text -> withoutKeys(text, request));
    Thread.ofVirtual().name("baton-llm-stream").start(() -> stream(request, parser, once, wire));
  }

  private void stream(
      HttpRequest request, ServerSentEventParser parser, EndingOnce listener, Wire wire) {
    try {
      HttpResponse<ResponseBody> response = open(request, wire);
      try (ResponseBody body = response.body()) {
        listener.onOpen(success(response).build());
        parser.parse(body, listener);
        listener.onClose();
      }
    } catch (UncheckedIOException e) {
      listener.onError(told(Objects.requireNonNullElse(e.getCause(), e)));
    } catch (Exception e) {
      listener.onError(told(e));
    } finally {
      wire.end();
    }
  }

  private static Exception told(Exception e) {
    return e instanceof HttpTimeoutException ? new TimeoutException(e.getMessage(), e) : e;
  }

  /** Sends a request and waits for the head of its answer; one that is no success is thrown. */
  private HttpResponse<ResponseBody> open(HttpRequest request, Wire wire)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<ResponseBody>> sent =
        http.sendAsync(translate(request), _ -> new ResponseBody(readTimeout));
    wire.use(() -> sent.cancel(true));
    HttpResponse<ResponseBody> response = await(sent);
    wire.use(response.body()::close);
    if (response.statusCode() / 100 != 2) {
      throw failure(response, request);
    }
    return response;
  }

  private HttpResponse<ResponseBody> await(CompletableFuture<HttpResponse<ResponseBody>> sent)
      throws IOException, InterruptedException {
    try {
      return sent.get(readTimeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      sent.cancel(true);
      throw new HttpTimeoutException("no answer began within " + readTimeout);
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    }
  }

  private static HttpException failure(HttpResponse<ResponseBody> response, HttpRequest request)
      throws IOException {
    try (ResponseBody body = response.body()) {
      var text = new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
      return new RefusedRequest(
          response.statusCode(),
          withoutKeys(text, request),
          RetryAfter.of(response.headers()).orElse(null));
    }
  }

  /** Some services repeat the key that they refuse. */
  private static String withoutKeys(String text, HttpRequest request) {
    String masked = text;
    for (var header : request.headers().entrySet()) {
      if (KEY_HEADER.matcher(header.getKey()).matches()) {
        for (String value : header.getValue()) {
          String key = value.substring(value.lastIndexOf(' ') + 1);
          masked = key.length() < SHORTEST_KEY ? masked : masked.replace(key, "***");
        }
      }
    }
    return masked;
  }

  private static SuccessfulHttpResponse.Builder success(HttpResponse<?> response) {
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map());
  }

  private static java.net.http.HttpRequest translate(HttpRequest request) {
    if (!request.formDataFields().isEmpty() || !request.formDataFiles().isEmpty()) {
      throw new UnsupportedOperationException("forms are not sent: " + request.url());
    }
    var builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> header(builder, name, value)));
    String body = request.body();
    return builder
        .method(
            request.method().name(),
            body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
  }

  private static void header(java.net.http.HttpRequest.Builder to, String name, String value) {
    try {
      to.header(name, value);
    } catch (IllegalArgumentException _) { // it shows the value, which may be a key
      throw new IllegalArgumentException(
          "header %s cannot be sent: its value has a line end, or a character beyond ASCII"
              .formatted(name));
    }
  }
}
