package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page. Its threads are platform threads, so that it answers also when agents keep every
 * carrier of virtual threads busy, and daemons, so that it keeps no program alive. Thread-safe.
 */
final class WebServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);

  /** Far more than pages need, so that requests that never end leave some to the others. */
  private static final int MOST_THREADS = 256;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** As much of an answer as must be read within the longest wait. */
  private static final int PIECE = 65_536;

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Cache-Control",
          "no-store",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Patience patience = new Patience(LONGEST_WAIT);
  private final Gate gate;
  private final Api api;
  private final Assets assets = new Assets();

  private WebServer(HttpServer server, Gate gate, Api api) {
    this.server = server;
    this.gate = gate;
    this.api = api;
    threads =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(), // of what comes when all are busy, the connection is closed
            Thread.ofPlatform().daemon().name("baton-viewer-", 1).factory());
    server.setExecutor(exchange -> threads.execute(() -> patience.around(exchange)));
    server.createContext("/", this::handle);
  }

  static WebServer start(InetSocketAddress address, Gate gate, Api api) {
    try {
      var web = new WebServer(HttpServer.create(address, 0), gate, api);
      startAsDaemon(web.server);
      return web;
    } catch (BindException e) {
      throw new ViewerException(
          "port "
              + address.getPort()
              + " of "
              + address.getAddress().getHostAddress()
              + " is in use or not ours; choose another by Viewer.builder().port(...), 0 for any",
          e);
    } catch (IOException e) {
      throw new ViewerException("the page cannot be served at " + address + ": " + e, e);
    }
  }

  /** The thread that the server starts is a daemon if the thread that starts it is one. */
  private static void startAsDaemon(HttpServer server) {
    Thread starter =
        Thread.ofPlatform().daemon().name("baton-viewer-start").unstarted(server::start);
    starter.start();
    boolean interrupted = false;
    while (true) {
      try {
        starter.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /** Closes connections that have kept a thread waiting too long. */
  void check() {
    patience.check();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    patience.end();
    try (exchange) {
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      var request = new Request(exchange, patience);
      Response refused = gate.refusal(request).orElse(null);
      if (refused == null && request.isForStream()) {
        api.stream(exchange, patience);
      } else {
        send(exchange, refused == null ? safely(request) : refused);
      }
    }
  }

  private Response safely(Request request) throws IOException {
    try {
      return respond(request);
    } catch (RuntimeException e) {
      LOG.error("viewer=failed path={}", request.path(), e);
      return Response.text(500, "The viewer has failed; its log says why.");
    }
  }

  private Response respond(Request request) throws IOException {
    return switch (request.method()) {
      case "POST" -> api.post(request);
      case "GET", "HEAD" ->
          request.path().startsWith("/api/")
              ? api.get(request)
              : assets
                  .find(request.path())
                  .orElseGet(() -> Response.text(404, "There is no such page."));
      default -> Response.text(405, "This page is only read, and changed by itself.");
    };
  }

  private void send(HttpExchange exchange, Response response) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", response.type());
    response.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = response.body().getBytes(UTF_8);
    boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
    patience.begin();
    exchange.sendResponseHeaders(response.status(), hasBody ? body.length : -1);
    for (int sent = 0; hasBody && sent < body.length; sent += PIECE) {
      patience.begin();
      exchange.getResponseBody().write(body, sent, Math.min(PIECE, body.length - sent));
    }
  }
}
