package io.baton.agents.llm;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.baton.agents.llm.ModelServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualHttpClientTest {

  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Writes down all that a stream tells. */
  private static class Told implements ServerSentEventListener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void onOpen(SuccessfulHttpResponse response) {
      lines.add("open " + Thread.currentThread().isVirtual());
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
      lines.add(event.data());
    }

    @Override
    public void onError(Throwable failure) {
      lines.add(failure.getClass().getSimpleName() + ": " + failure.getMessage());
      ended.countDown();
    }

    @Override
    public void onClose() {
      lines.add("close");
      ended.countDown();
    }

    List<String> await() throws InterruptedException {
      assertThat(ended.await(30, SECONDS)).isTrue();
      return lines;
    }
  }

  private HttpClient client(Duration readTimeout) {
    return new VirtualHttpClientBuilder().readTimeout(readTimeout).build();
  }

  private HttpRequest request() {
    return HttpRequest.builder()
        .method(HttpMethod.POST)
        .url(server.url() + "/any")
        .addHeader("X-Asked", "so")
        .body("{\"a\": 1}")
        .build();
  }

  private List<String> stream(Script script) throws InterruptedException {
    server.next(script);
    var told = new Told();
    client(ofSeconds(20)).execute(request(), told);
    return told.await();
  }

  private SuccessfulHttpResponse send(Script script, Duration readTimeout) {
    server.next(script);
    return client(readTimeout).execute(request());
  }

  @Test
  void requestAndAnswerAreWhole() {
    SuccessfulHttpResponse response =
        send((_, exchange) -> exchange.answer(201, "{\"b\": 2}", "X-Told: so"), ofSeconds(20));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEqualTo("{\"b\": 2}");
    assertThat(response.headers().get("x-told")).containsExactly("so");
    assertThat(server.asked(0).body().path("a").asInt()).isEqualTo(1);
    assertThat(server.asked(0).headers()).containsEntry("x-asked", "so");
  }

  @Test
  void refusalIsThrownWithItsTextAndWhenToComeAgain() {
    assertThatExceptionOfType(RefusedRequest.class)
        .isThrownBy(
            () -> send((_, e) -> e.answer(429, "slow down", "retry-after-ms: 1500"), ofSeconds(20)))
        .withMessage("slow down")
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(429))
        .satisfies(e -> assertThat(e.retryAfter()).contains(ofMillis(1500)));
  }

  @Test
  void silentServerIsATimeout() {
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> send((_, e) -> e.awaitClientGone(ofSeconds(20)), ofMillis(200)))
        .withMessage("no answer began within PT0.2S");
  }

  @Test
  void silenceWithinAnAnswerIsATimeoutAndClosesTheConnection() throws Exception {
    var gone = new CompletableFuture<Boolean>();

    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() ->
            send(
                (_, exchange) -> {
                  exchange.stream("application/json").chunk("{\"b\":");
                  gone.complete(exchange.awaitClientGone(ofSeconds(20)));
                },
                ofMillis(200)))
        .withMessage("the answer stood still for PT0.2S");

    assertThat(gone.get(30, SECONDS)).isTrue();
  }

  @Test
  void timeThatWorkTakesIsNoSilence() throws Exception {
    server.next(OpenAi.saysWithin("one and two and three", ofMillis(1200)));
    var told = new Told();

    client(ofMillis(600)).execute(request(), told);

    assertThat(told.await()).endsWith("[DONE]", "close");
  }

  @Test
  void streamIsToldOnAVirtualThread() throws Exception {
    assertThat(stream((_, exchange) -> exchange.stream("text/event-stream").event("1").end()))
        .containsExactly("open true", "1", "close");
  }

  @Test
  void cutStreamEndsWithAnErrorOnly() throws Exception {
    List<String> told =
        stream((_, exchange) -> exchange.stream("text/event-stream").event("1").cut());

    assertThat(told).hasSize(3).startsWith("open true", "1").doesNotContain("close");
  }

  @Test
  void streamThatEndsWithinAnEventEndsWithAnErrorOnly() throws Exception {
    List<String> told =
        stream((_, exchange) ->
            exchange.stream("text/event-stream").event("1").chunk("data: {\"a\"").end());

    assertThat(told)
        .containsExactly("open true", "1", "CutOffException: the stream ended within an event");
  }

  @Test
  void lastEventMayLackItsEmptyLine() throws Exception {
    assertThat(
            stream((_, exchange) ->
                exchange.stream("text/event-stream").chunk("data: {\"a\": 1}").end()))
        .containsExactly("open true", "{\"a\": 1}", "close");
  }

  @Test
  void nothingIsToldBehindAnErrorOfTheServer() throws Exception {
    List<String> told =
        stream((_, exchange) -> {
          exchange.stream("text/event-stream").event("1");
          exchange.chunk("event: error\ndata: {\"error\": {\"message\": \"no\"}}\n\n");
          exchange.event("2").end();
        });

    assertThat(told).containsExactly("open true", "1", "StreamError: no");
  }

  @Test
  void answerThatSpeaksOfErrorsIsNone() throws Exception {
    String data = "{\"text\": \"\\\"error\\\": no\", \"error\": null}";

    assertThat(stream((_, exchange) -> exchange.stream("text/event-stream").event(data).end()))
        .containsExactly("open true", data, "close");
  }

  @Test
  void cancelWithinTheHandlerClosesTheConnectionAndEnds() throws Exception {
    var gone = new CompletableFuture<Boolean>();
    server.next((_, exchange) -> {
      exchange.stream("text/event-stream").event("1");
      gone.complete(exchange.awaitClientGone(ofSeconds(20)));
    });
    var told =
        new Told() {
          @Override
          public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
            super.onEvent(event, context);
            context.parsingHandle().cancel();
          }
        };

    client(ofSeconds(20)).execute(request(), told);

    assertThat(gone.get(30, SECONDS)).isTrue();
    assertThat(told.await()).containsExactly("open true", "1", "close");
  }

  @Test
  void handlerThatThrowsEndsTheStream() throws Exception {
    server.next((_, exchange) -> exchange.stream("text/event-stream").event("1").event("2").end());
    var told =
        new Told() {
          @Override
          public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
            throw new IllegalStateException("oops");
          }
        };

    client(ofSeconds(20)).execute(request(), told);

    assertThat(told.await()).containsExactly("open true", "IllegalStateException: oops");
  }

  @Test
  void interruptEndsACall() throws Exception {
    var asked = new CountDownLatch(1);
    var gone = new CompletableFuture<Boolean>();
    var failure = new CompletableFuture<Throwable>();
    server.next((_, exchange) -> {
      asked.countDown();
      gone.complete(exchange.awaitClientGone(ofSeconds(20)));
    });
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                client(ofSeconds(20)).execute(request());
              } catch (RuntimeException e) {
                failure.complete(e);
              }
            });
    asked.await();

    caller.interrupt();

    assertThat(failure.get(30, SECONDS)).hasCauseInstanceOf(InterruptedException.class);
    assertThat(gone.get(30, SECONDS)).isTrue();
  }

  @Test
  void timeoutsMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VirtualHttpClientBuilder().readTimeout(Duration.ZERO))
        .withMessage("readTimeout must be positive, but is PT0S");
  }
}
