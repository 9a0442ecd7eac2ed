package io.baton.tracing.viewer;

import io.baton.events.CorrelationId;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page in the browser that shows what happens in dispatchers: who sends what to whom, each run as
 * a tree over time, joins that wait, dead letters and working memory. Thread-safe.
 *
 * {@snippet :
 * var viewer = Viewer.start(); // http://127.0.0.1:8200
 * var dispatcher = AsyncDispatcher.builder(router).tracer(viewer).start();
 * }
 *
 * <p>Several dispatchers may have the same viewer, one after the other or at once; give them names
 * then, and their routes different ones, since figures are kept by the name of the route.
 *
 * <p>It listens at {@code 127.0.0.1}, port {@value #DEFAULT_PORT}, and keeps the last {@value
 * TraceRecorder#DEFAULT_CAPACITY} trace events, unless told otherwise. Every user of this machine
 * can open a page at the loopback address; where there are others, set a token. Without a token no
 * other address is served. Whoever sees the page sees what the events say, except what is marked
 * {@code @Secret} or what the redactor masks, and can redispatch dead letters.
 *
 * <p>Tracing never waits for the page. What comes faster than the page can count is left out of its
 * figures, and the page says so. Its threads are daemons: it does not keep a program alive.
 */
public final class Viewer implements Tracer, AutoCloseable {

  /** Where it listens unless told otherwise. */
  public static final int DEFAULT_PORT = 8200;

  private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);

  /** A row is far smaller than the trace events of a run. */
  private static final int MOST_RUNS = 20_000;

  private final TraceRecorder recorder;
  private final Redactor redactor;
  private final Inlet inlet = new Inlet(Inlet.CAPACITY);
  private final Sources sources = new Sources();
  private final Ticker ticker = new Ticker();
  private final Picture picture;
  private final Api api;
  private final WebServer server;

  private Viewer(Builder options) {
    recorder = new TraceRecorder(options.capacity);
    redactor = options.redactor;
    picture =
        new Picture(
            inlet, sources, Math.min(options.capacity, MOST_RUNS), redactor, recorder::dropped);
    var payloads = new Payloads(redactor);
    api =
        new Api(
            picture,
            new JoinDesk(picture, sources, recorder),
            new DeadLetterDesk(sources, payloads),
            new MemoryDesk(sources, payloads),
            new StoryDesk(recorder, redactor));
    server = WebServer.start(options.socket(), options.gate(), api);
    ticker.start(picture::update);
    ticker.start(server::check);
    LOG.info("viewer=started uri={}", uri());
  }

  /**
   * Starts a viewer with the defaults.
   *
   * @throws ViewerException if the port is in use
   */
  public static Viewer start() {
    return builder().start();
  }

  /** A viewer with options. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The address of the page, on this machine if it listens at all addresses; without the token, if
   * there is one.
   */
  public URI uri() {
    InetSocketAddress address = server.address();
    InetAddress at = address.getAddress();
    String host = at.isAnyLocalAddress() ? "localhost" : Gate.literal(at);
    return URI.create("http://" + host + ":" + address.getPort() + "/");
  }

  /** Where it listens, with the port that was chosen if that was 0. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** What it has kept of what was traced, to be asked by a program too. */
  public TraceRecorder recorder() {
    return recorder;
  }

  /**
   * A report of what was traced, with the redactor of this viewer.
   *
   * @param correlations which of it; none means all that is kept
   */
  public Report report(CorrelationId... correlations) {
    return Report.of(recorder, correlations).redactor(redactor);
  }

  @Override
  public void trace(TraceEvent event) {
    recorder.trace(event);
    inlet.put(event);
  }

  /** True: it is as quick as its recorder, and a report has all that a run has done before. */
  @Override
  public boolean isNonBlocking() {
    return true;
  }

  @Override
  public void started(TraceSource source) {
    sources.started(source);
  }

  @Override
  public void stopped(TraceSource source) {
    sources.stopped(source);
  }

  /**
   * Ends the page; those that are open say so. What is traced afterwards is still recorded. Closing
   * again does nothing.
   */
  @Override
  public void close() {
    ticker.close();
    api.close();
    server.close();
  }

  /** Options of a viewer. Not thread-safe. */
  public static final class Builder {

    private static final int LARGEST_PORT = 65_535;

    private int port = DEFAULT_PORT;
    private InetAddress address = InetAddress.ofLiteral("127.0.0.1");
    private final Set<String> hosts = new HashSet<>();
    private @Nullable Token token;
    private Redactor redactor = Redactor.byDefault();
    private int capacity = TraceRecorder.DEFAULT_CAPACITY;

    private Builder() {}

    /**
     * The port; {@value #DEFAULT_PORT} by default, 0 for any that is free.
     *
     * @throws IllegalArgumentException if it is not from 0 to 65,535
     */
    public Builder port(int port) {
      require(
          port >= 0 && port <= LARGEST_PORT,
          "port must be from 0 to " + LARGEST_PORT + ", but is " + port);
      this.port = port;
      return this;
    }

    /**
     * The address at which it listens; {@code 127.0.0.1} by default. One that others can reach
     * demands a {@link #token}.
     */
    public Builder address(InetAddress address) {
      this.address = Objects.requireNonNull(address, "address must not be null");
      return this;
    }

    /**
     * Adds a name under which browsers may open the page, such as that of this machine or of a
     * proxy; only the address itself and {@code localhost} by default. Requests for other hosts are
     * refused, since a foreign page may let a name of its own point here.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder host(String name) {
      require(!name.isBlank(), "host must not be blank");
      hosts.add(name);
      return this;
    }

    /**
     * What a browser must show, in the address of the page once ({@code /?token=...}), or a program
     * as a bearer; nothing by default. The page is not encrypted by itself.
     *
     * @throws IllegalArgumentException if it has less than 16 characters
     */
    public Builder token(String token) {
      this.token = new Token(token);
      return this;
    }

    /**
     * How many trace events are kept.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder capacity(int capacity) {
      require(capacity >= 1, "capacity must be at least 1, but is " + capacity);
      this.capacity = capacity;
      return this;
    }

    /** What is masked in what events, working memory and dead letters say; the default one. */
    public Builder redactor(Redactor redactor) {
      this.redactor = Objects.requireNonNull(redactor, "redactor must not be null");
      return this;
    }

    /**
     * Starts the page.
     *
     * @throws ViewerException if the port is in use
     * @throws IllegalArgumentException if others can reach the address and there is no token
     */
    public Viewer start() {
      return new Viewer(this);
    }

    private InetSocketAddress socket() {
      return new InetSocketAddress(address, port);
    }

    private Gate gate() {
      return new Gate(address, hosts, token);
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
