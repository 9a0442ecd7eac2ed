package io.baton.agents.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service of models on a real socket of the loopback interface. Each request is answered by the
 * next script, or by the standing one when there is no next. Everything runs on virtual threads.
 */
final class ModelServer implements AutoCloseable {

  private static final int BACKLOG = 2_000;

  private final ServerSocket listening;
  private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger mostActive = new AtomicInteger();
  private volatile Script standing =
      (request, exchange) -> exchange.answer(500, "{\"error\":{\"message\":\"no script\"}}");

  private ModelServer(ServerSocket listening) {
    this.listening = listening;
  }

  /** What a script does with a request. */
  interface Script {
    void answer(Asked request, Exchange exchange) throws Exception;
  }

  /** A request; the names of headers are in lower case. */
  record Asked(String path, Map<String, String> headers, JsonNode body) {

    boolean streams() {
      return body.path("stream").asBoolean(false);
    }
  }

  static ModelServer start(Script... scripts) throws IOException {
    var server = new ModelServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    server.next(scripts);
    Thread.ofVirtual().name("model-server").start(server::accept);
    return server;
  }

  /** Adds scripts, each for one request. */
  ModelServer next(Script... more) {
    scripts.addAll(List.of(more));
    return this;
  }

  /** Sets the script for all requests that have none of their own. */
  ModelServer always(Script script) {
    standing = script;
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  List<Asked> asked() {
    return asked;
  }

  Asked asked(int index) {
    return asked.get(index);
  }

  /** How many requests were answered at the same time at most. */
  int mostActive() {
    return mostActive.get();
  }

  /** How many connections are open. */
  int open() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      Asked request = read(in);
      asked.add(request);
      mostActive.accumulateAndGet(active.incrementAndGet(), Math::max);
      Script script = scripts.poll();
      (script == null ? standing : script)
          .answer(request, new Exchange(socket, in, socket.getOutputStream()));
    } catch (Exception e) {
      // The client is gone, or never was: its test tells.
    } finally {
      active.decrementAndGet();
      open.remove(socket);
    }
  }

  private static Asked read(InputStream in) throws IOException {
    String path = line(in).split(" ", 3)[1];
    var headers = new TreeMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    String text = body.length == 0 ? "{}" : new String(body, UTF_8);
    return new Asked(path, headers, JsonMapper.shared().readTree(text));
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.write(c);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  /** The answer to one request; one thread's. The connection is closed behind it. */
  final class Exchange {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Exchange(Socket socket, InputStream in, OutputStream out) {
      this.socket = socket;
      this.in = in;
      this.out = out;
    }

    /** Answers with a whole body; headers as {@code "Name: value"}. */
    void answer(int status, String body, String... headers) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      head(status, "application/json", "Content-Length: " + bytes.length, headers);
      out.write(bytes);
      out.flush();
    }

    /** Begins an answer in chunks. */
    Exchange stream(String type) throws IOException {
      head(200, type, "Transfer-Encoding: chunked");
      out.flush();
      return this;
    }

    /** Sends a server-sent event. */
    Exchange event(String data) throws IOException {
      return chunk("data: " + data + "\n\n");
    }

    /** Sends a chunk of a stream as it is. */
    Exchange chunk(String text) throws IOException {
      byte[] bytes = text.getBytes(UTF_8);
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
      out.write(bytes);
      out.write("\r\n".getBytes(UTF_8));
      out.flush();
      return this;
    }

    /** Ends an answer in chunks as it should be. */
    void end() throws IOException {
      out.write("0\r\n\r\n".getBytes(UTF_8));
      out.flush();
    }

    /** Closes the connection before the answer's end; what was sent arrives. */
    void cut() throws IOException {
      socket.close();
    }

    /** Waits for so long, or until the server is closed. */
    void pause(Duration duration) throws InterruptedException {
      closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until the client closes the connection; false if it does not in time. */
    boolean awaitClientGone(Duration limit) throws IOException {
      socket.setSoTimeout((int) limit.toMillis());
      try {
        return in.read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    }

    private void head(int status, String type, String length, String... headers)
        throws IOException {
      var head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
      head.append("Content-Type: ").append(type).append("\r\n");
      head.append(length).append("\r\nConnection: close\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      out.write(head.append("\r\n").toString().getBytes(UTF_8));
    }
  }
}
