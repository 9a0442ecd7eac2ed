package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.viewer.Kitchen.Ask;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what a stranger can do. */
class ViewerAccessTest {
  private static final String TOKEN = "a-token-of-many-characters";

  private final HttpClient client = HttpClient.newHttpClient();
  private Viewer viewer = Viewer.builder().port(0).start();

  @AfterEach
  void close() {
    viewer.close();
    client.close();
  }

  @Test
  void pageIsServedAtTheLoopbackAddress() throws Exception {
    HttpResponse<String> page = get("");

    assertThat(viewer.uri().getHost()).isEqualTo("127.0.0.1");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).startsWith("<!doctype html>").doesNotContain("<script>");
  }

  @Test
  void answersForbidWhatThePageDoesNotNeed() throws Exception {
    var headers = get("").headers();

    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Cache-Control")).contains("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8200", "127.0.0.1.evil.example", "[::2]"})
  void foreignHostIsRefused(String host) throws Exception {
    assertThat(raw("GET /api/runs HTTP/1.1\r\nHost: " + host + "\r\n")).startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost:9999", "LOCALHOST", "[::1]:80"})
  void loopbackHostIsTakenOfWhateverPort(String host) throws Exception {
    assertThat(raw("GET /api/runs HTTP/1.1\r\nHost: " + host + "\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void missingHostIsRefused() throws Exception {
    assertThat(raw("GET / HTTP/1.0\r\n")).contains(" 421 ");
  }

  @Test
  void twoHostsAreRefused() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n"))
        .startsWith("HTTP/1.1 421 ");
  }

  @Test
  void streamIsOnlyRead() throws Exception {
    assertThat(raw("HEAD /api/stream HTTP/1.1\r\nHost: localhost\r\n")).startsWith("HTTP/1.1 404 ");
    assertThat(raw("DELETE /api/stream HTTP/1.1\r\nHost: localhost\r\n"))
        .startsWith("HTTP/1.1 405 ");
  }

  @Test
  void othersAreAnsweredWhileManySendHalfARequest() throws Exception {
    var silent = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 200; i++) {
        silent.add(open("GET / HTTP/1.1\r\nHost: loc"));
      }
      for (int i = 0; i < 10; i++) {
        silent.add(
            open(
                "POST /api/remove HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                    + Gate.OWN_HEADER
                    + ": 1\r\nContent-Length: 100\r\n\r\n{"));
      }

      assertThat(get("").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void foreignOriginIsRefusedAlsoForReading() throws Exception {
    assertThat(get("api/runs", "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    assertThat(get("api/runs", "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(get("api/runs", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(get("api/runs", "Origin", origin()).statusCode()).isEqualTo(200);
  }

  @Test
  void linkOfAnotherSiteMayLeadToThePageOnly() throws Exception {
    String[] visit = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"};

    assertThat(get("", visit).statusCode()).isEqualTo(200);
    assertThat(get("api/report?id=1", visit).statusCode()).isEqualTo(403);
  }

  @Test
  void changeNeedsTheOriginAndTheHeaderOfThePage() throws Exception {
    assertThat(post("Origin", origin()).statusCode()).isEqualTo(403);
    assertThat(post(Gate.OWN_HEADER, "1").statusCode()).isEqualTo(403);
    assertThat(post("Origin", "http://evil.example", Gate.OWN_HEADER, "1").statusCode())
        .isEqualTo(403);
    assertThat(post("Origin", origin(), Gate.OWN_HEADER, "1").statusCode()).isEqualTo(409);
  }

  @Test
  void nonsenseIsAnsweredAndHarmsNothing() throws Exception {
    assertThat(raw("GET /api/run?id=%zz HTTP/1.1\r\nHost: localhost\r\n")).contains(" 40");
    assertThat(get("api/run?id=no-id").statusCode()).isEqualTo(404);
    assertThat(get("../../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(get("page/index.html").statusCode()).isEqualTo(404);
    assertThat(raw("DELETE / HTTP/1.1\r\nHost: localhost\r\n")).startsWith("HTTP/1.1 405 ");
    assertThat(get("").statusCode()).isEqualTo(200);
  }

  @Test
  void tokenIsAskedForAndGivesACookie() throws Exception {
    restart(Viewer.builder().port(0).token(TOKEN));

    assertThat(get("").statusCode()).isEqualTo(401);
    assertThat(get("api/runs?token=" + TOKEN).statusCode()).isEqualTo(401);
    assertThat(get("?token=another-long-token").statusCode()).isEqualTo(401);
    assertThat(get("", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    HttpResponse<String> entry = get("?token=" + TOKEN);

    assertThat(entry.statusCode()).isEqualTo(303);
    assertThat(entry.headers().firstValue("Location")).contains("/");
    String cookie = entry.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
    assertThat(
            get("api/runs", "Cookie", "a=b; " + cookie.substring(0, cookie.indexOf(';')))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            get("api/runs", "Cookie", cookie.substring(0, cookie.indexOf('=')) + "=wrong")
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void addressThatOthersCanReachNeedsAToken() throws Exception {
    InetAddress any = InetAddress.ofLiteral("0.0.0.0");

    assertThatThrownBy(() -> Viewer.builder().port(0).address(any).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "address 0.0.0.0 can be reached by others, so a token is needed:"
                + " Viewer.builder().token(...)");
  }

  @Test
  void shortTokenIsRefused() {
    assertThatThrownBy(() -> Viewer.builder().token("short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token must have at least 16 characters, but has 5");
  }

  @Test
  void nameOfAProxyIsTakenWhereItIsSaid() throws Exception {
    restart(Viewer.builder().port(0).host("Viewer.example"));

    assertThat(raw("GET / HTTP/1.1\r\nHost: viewer.example\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void portInUseIsToldInOneException() {
    int port = viewer.address().getPort();

    assertThatThrownBy(() -> Viewer.builder().port(port).start())
        .isInstanceOf(ViewerException.class)
        .hasMessage(
            "port "
                + port
                + " of 127.0.0.1 is in use or not ours;"
                + " choose another by Viewer.builder().port(...), 0 for any");
  }

  @Test
  void portOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Viewer.builder().port(70_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port must be from 0 to 65535, but is 70000");
  }

  @Test
  void portIsFreeAfterTheEndAndTracingGoesOn() throws Exception {
    int port = viewer.address().getPort();
    try (var kitchen = new Kitchen(viewer)) {
      viewer.close();
      kitchen.dispatcher.run(new Ask("rainy")).await(Duration.ofMinutes(1));
    }

    assertThat(viewer.recorder().size()).isPositive();
    restart(Viewer.builder().port(port));
    assertThat(get("").statusCode()).isEqualTo(200);
  }

  @Test
  @Timeout(60)
  void closeDoesNotWaitForAnEventThatNeverSaysWhatItHolds() throws Exception {
    var envelope = Envelope.root(new Stuck(1));
    viewer.trace(new TraceEvent.Dispatched(envelope, envelope.time()));
    try (var _ = open("GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      Stuck.IS_READ.await();

      viewer.close();
    }
  }

  record Stuck(int number) implements Event {
    static final CountDownLatch IS_READ = new CountDownLatch(1);

    @Override
    public int number() {
      IS_READ.countDown();
      while (!Thread.interrupted()) {
        Thread.onSpinWait();
      }
      return number;
    }
  }

  @Test
  void keyWithoutANameIsNotFound() throws Exception {
    try (var kitchen = new Kitchen(viewer)) {
      assertThat(get("api/history?dispatcher=kitchen&run=&key=").statusCode()).isEqualTo(404);
    }
  }

  private void restart(Viewer.Builder builder) {
    viewer.close();
    viewer = builder.start();
  }

  private String origin() {
    return "http://" + viewer.uri().getAuthority();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(viewer.uri() + path)).timeout(Duration.ofMinutes(1));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String... headers) throws Exception {
    String body = "{\"dispatcher\":\"none\",\"event\":\"none\",\"agent\":\"none\"}";
    var request =
        HttpRequest.newBuilder(URI.create(viewer.uri() + "api/redispatch"))
            .headers(headers)
            .POST(BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** The Java client does not let one choose the host. */
  private String raw(String head) throws IOException {
    try (var socket = open(head + "Connection: close\r\n\r\n")) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private Socket open(String text) throws IOException {
    var address = viewer.address();
    var socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return socket;
  }
}
