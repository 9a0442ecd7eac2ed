package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends the picture to pages as server-sent events (WHATWG HTML, 9.2). A page that is slow gets
 * fewer frames, each with all that is new: nothing is queued for it. One that does not read at all
 * loses its place. Thread-safe.
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
  void serve(HttpExchange exchange, Patience patience) throws IOException {
    if (!places.tryAcquire()) {
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      send(exchange.getResponseBody(), patience);
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

  private void send(OutputStream out, Patience patience) throws IOException, InterruptedException {
    long seen = 0;
    String start = "retry: 1000\n\ndata: ";
    do {
      Frame frame = picture.frame(seen);
      seen = frame.tick();
      byte[] json = Json.bytes(frame);
      patience.begin();
      out.write(start.getBytes(UTF_8));
      out.write(json);
      out.write("\n\n".getBytes(UTF_8));
      out.flush();
      patience.end();
      start = "data: ";
    } while (picture.await(seen));
  }
}
