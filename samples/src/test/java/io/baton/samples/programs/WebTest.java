package io.baton.samples.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.baton.agents.AgentContext;
import io.baton.agents.AsyncAgent;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents over an asynchronous client, against a real server. */
class WebTest {
  private final Queue<Event> answers = new ConcurrentLinkedQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestURI().getPath().getBytes(UTF_8);
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/gone") ? 410 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    client.close();
  }

  @Test
  void lambdaAgentAnswersWithTwoKindsOfEvent() throws Exception {
    var router = new Router();
    router.onAsync(
        Fetch.class,
        "fetcher",
        (fetch, _) ->
            client
                .sendAsync(
                    HttpRequest.newBuilder(new URI(fetch.url())).build(), BodyHandlers.ofString())
                .thenApply(r ->
                    r.statusCode() == 200
                        ? List.of(new Page(fetch.url(), r.body()))
                        : List.of(new Gone(fetch.url(), r.statusCode()))));

    DrainReport report = fetch(router, url("/a"), url("/gone"), "no url");

    assertThat(answers)
        .containsExactlyInAnyOrder(new Page(url("/a"), "/a"), new Gone(url("/gone"), 410));
    assertThat(report.failed()).isEqualTo(1); // the one with a checked URISyntaxException
  }

  @Test
  void failureOfTheStageMayBecomeAnAnswer() throws Exception {
    var router = new Router();
    router.onAsync(
        Fetch.class,
        "tolerant",
        (fetch, _) ->
            client
                .sendAsync(
                    HttpRequest.newBuilder(URI.create(fetch.url())).build(),
                    BodyHandlers.ofString())
                .<List<? extends Event>>thenApply(r -> List.of(new Page(fetch.url(), r.body())))
                .exceptionally(_ -> List.of(new Gone(fetch.url(), 0))));
    String nobody = "http://127.0.0.1:" + freePort() + "/";

    DrainReport report = fetch(router, url("/b"), nobody);

    assertThat(answers).containsExactlyInAnyOrder(new Page(url("/b"), "/b"), new Gone(nobody, 0));
    assertThat(report.failed()).isZero();
  }

  @Test
  void agentClassFetchesManyAtOnce() throws Exception {
    var router = new Router();
    router.onAsync(Fetch.class, "class", new Fetcher(client), o -> o.concurrency(100));
    String[] urls = new String[200];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = url("/" + i);
    }

    DrainReport report = fetch(router, urls);

    assertThat(report.drained()).isTrue();
    assertThat(report.failed()).isZero();
    assertThat(answers).hasSize(urls.length).doesNotHaveDuplicates();
  }

  private DrainReport fetch(Router router, String... urls) throws InterruptedException {
    router.listen(Page.class, "pages", answers::add);
    router.listen(Gone.class, "gone", answers::add);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (String url : urls) {
        dispatcher.dispatch(new Fetch(url));
      }
      return dispatcher.awaitDrained(ofMinutes(1));
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private record Fetcher(HttpClient client) implements AsyncAgent<Fetch> {
    @Override
    public CompletionStage<List<Page>> receiveAsync(Fetch fetch, AgentContext context) {
      return client
          .sendAsync(
              HttpRequest.newBuilder(URI.create(fetch.url())).build(), BodyHandlers.ofString())
          .thenApply(r -> List.of(new Page(fetch.url(), r.body())));
    }
  }

  private record Fetch(String url) implements Event {}

  private record Page(String url, String body) implements Event {}

  private record Gone(String url, int status) implements Event {}
}
