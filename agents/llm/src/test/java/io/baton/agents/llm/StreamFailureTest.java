package io.baton.agents.llm;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.baton.agents.DetachedContext;
import io.baton.agents.llm.ModelException.Kind;
import io.baton.agents.llm.ModelServer.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StreamFailureTest {

  private static ModelException failure(Script script) throws IOException {
    return failure(script, ofSeconds(20));
  }

  private static ModelException failure(Script script, Duration timeout) throws IOException {
    try (var server = ModelServer.start(script)) {
      return failure(OpenAi.streaming(server, timeout));
    }
  }

  private static ModelException failure(StreamingChatModel model) {
    var claim = new Claim("water is wet");
    Reply<String> reply =
        LlmAgent.builder(Claim.class)
            .model(model)
            .prompt(Claim::text)
            .attempts(1)
            .answerAll((_, _, _) -> List.of())
            .build()
            .ask(claim, DetachedContext.of(claim));
    return catchThrowableOfType(ModelException.class, reply::data);
  }

  @Test
  void cutConnectionIsATruncatedAnswerWithItsText() throws IOException {
    ModelException failure = failure(OpenAi.cutAfter("the water"));

    assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(failure.text()).isEqualTo("the water");
    assertThat(failure).hasMessageContaining("so far: \"the water\"");
    assertThat(failure.isPassing()).isTrue();
  }

  @Test
  void endWithoutFinishReasonIsATruncatedAnswer() throws IOException {
    ModelException failure = failure(OpenAi.endsAfter("the water"));

    assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(failure.text()).isEqualTo("the water");
    assertThat(failure).hasMessageContaining("without a finish reason");
  }

  @Test
  void errorWithinTheStreamIsAnError() throws IOException {
    ModelException failure = failure(OpenAi.errorAfter("the water", "server_error"));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.text()).isEqualTo("the water");
    assertThat(failure).hasMessageContaining("told so");
  }

  @Test
  void keyThatAnErrorWithinTheStreamRepeatsIsMasked() throws IOException {
    ModelException failure = failure(OpenAi.errorAfter("", "server_error", "no quota: test-key"));

    assertThat(failure).hasMessageContaining("no quota: ***").hasMessageNotContaining("test-key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"told so\",\"type\":\"server_error\"}}",
        "<!DOCTYPE html>\n<html><body>told so</body></html>\n",
        "told so"
      })
  void whatComesInPlaceOfAStreamIsTold(String body) throws IOException {
    ModelException failure = failure((_, exchange) -> exchange.answer(200, body));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("told so");
  }

  @Test
  void rateLimitWithinTheStreamIsOne() throws IOException {
    ModelException failure = failure(OpenAi.errorAfter("", "rate_limit_exceeded"));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
  }

  @Test
  void badChunkEndsTheAnswer() throws IOException {
    ModelException failure = failure(OpenAi.badChunkAfter("the water"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.text()).isEqualTo("the water");
  }

  @Test
  void silenceWithinTheStreamIsATimeout() throws IOException {
    ModelException failure = failure(OpenAi.stallsAfter("the water"), ofMillis(300));

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.text()).isEqualTo("the water");
    assertThat(failure).hasMessageContaining("stood still for PT0.3S");
  }

  @Test
  void silenceBeforeTheStreamIsATimeout() throws IOException {
    ModelException failure =
        failure((_, exchange) -> exchange.awaitClientGone(ofSeconds(20)), ofMillis(300));

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure).hasMessageContaining("no answer began within PT0.3S");
  }

  @Test
  void limitOfTokensIsATruncatedAnswerThatIsNotAskedForAgain() throws IOException {
    ModelException failure = failure(OpenAi.finishes("the water", "length"));

    assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(failure.isPassing()).isFalse();
  }

  @Test
  void filteredAnswerIsRefused() throws IOException {
    assertThat(failure(OpenAi.finishes("the", "content_filter")).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void statusTellsTheKind() throws IOException {
    assertThat(failure(OpenAi.refuses(401, "auth")).kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure(OpenAi.refuses(404, "none")).kind()).isEqualTo(Kind.UNKNOWN_MODEL);
    assertThat(failure(OpenAi.refuses(400, "bad")).kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure(OpenAi.refuses(503, "busy")).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(OpenAi.refuses(429, "limit")).kind()).isEqualTo(Kind.RATE_LIMITED);
  }

  @Test
  void usedUpQuotaDoesNotPass() throws IOException {
    ModelException failure = failure(OpenAi.refuses(429, "insufficient_quota"));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.isPassing()).isFalse();
  }

  @Test
  void retryAfterIsKept() throws IOException {
    ModelException failure = failure(OpenAi.refuses(429, "limit", "Retry-After: 7"));

    assertThat(failure.retryAfter()).contains(ofSeconds(7));
  }

  @Test
  void retryAfterADateCountsFromTheServersClock() throws IOException {
    ModelException failure =
        failure(
            OpenAi.refuses(
                503,
                "busy",
                "Date: Wed, 21 Oct 2015 07:28:00 GMT",
                "Retry-After: Wed, 21 Oct 2015 07:28:30 GMT"));

    assertThat(failure.retryAfter()).contains(ofSeconds(30));
  }

  @Test
  void serverThatIsNotTrustedIsUnavailable() throws IOException {
    ModelException failure;
    try (var server = SSLServerSocketFactory.getDefault().createServerSocket(0)) {
      Thread.startVirtualThread(() -> shakeHands(server));
      failure = failure(streaming("https://127.0.0.1:" + server.getLocalPort(), "test-key"));
    }

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("no secure connection to the server");
  }

  /** Without a certificate. */
  private static void shakeHands(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
    } catch (IOException e) {
      // as it should be
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"test-key\n", "test-key\u2026"})
  void keyThatCannotBeSentIsNotShown(String key) {
    ModelException failure = failure(streaming("http://127.0.0.1:1", key));

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure).hasMessageContaining("header Authorization cannot be sent");
    assertThat(stackTrace(failure)).doesNotContain("test-key");
  }

  @Test
  void keyThatTheServiceRepeatsIsNotShown() throws IOException {
    ModelException failure =
        failure((_, exchange) -> exchange.answer(401, "{\"error\":\"no such key: test-key\"}"));

    assertThat(failure).hasMessageContaining("no such key: ***");
    assertThat(stackTrace(failure)).doesNotContain("test-key");
  }

  private static StreamingChatModel streaming(String url, String key) {
    return OpenAi.streaming(url, key, ofSeconds(20));
  }

  private static String stackTrace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void serverThatIsAwayIsUnavailable() throws IOException {
    StreamingChatModel model;
    try (var server = ModelServer.start()) {
      model = OpenAi.streaming(server);
    }

    ModelException failure = failure(model);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("cannot be reached");
  }
}
