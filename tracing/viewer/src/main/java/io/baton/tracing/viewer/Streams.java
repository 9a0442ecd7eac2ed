package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends the picture to pages as server-sent events (WHATWG HTML, 9.2). A page that is slow gets
 * fewer frames, each with all that is new: nothing is queued for it. Thread-safe.
 */
final class Streams {

  /** How many pages may look at once; each holds a thread of the server. */
  static final int MOST = 32;

  private final Semaphore places = new Semaphore(MOST);
  private final Picture picture;

  Streams(Picture picture) {
    this.picture = picture;
  }

  /** Sends until the page goes, or the viewer is closed. */
  void serve(HttpExchange exchange) throws IOException {
    if (!places.tryAcquire()) {
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      send(exchange.getResponseBody());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) { // the page was closed, which is how most streams end
    } finally {
      places.release();
    }
  }

  /** Waits for a moment until all pages have been told that this is the end. */
  void awaitEnd() {
    try {
      if (places.tryAcquire(MOST, 1, TimeUnit.SECONDS)) {
        places.release(MOST);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(OutputStream out) throws IOException, InterruptedException {
    long seen = 0;
    out.write("retry: 1000\n\n".getBytes(UTF_8));
    do {
      Frame frame = picture.frame(seen);
      seen = frame.tick();
      out.write("data: ".getBytes(UTF_8));
      out.write(Json.bytes(frame));
      out.write("\n\n".getBytes(UTF_8));
      out.flush();
    } while (picture.await(seen));
  }
}
