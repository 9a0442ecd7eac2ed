package io.baton.agents.llm;

import org.jspecify.annotations.Nullable;

/**
 * What is known below LangChain4j of one call: its connection, to be closed by whoever guards the
 * call, and when that has ended. Thread-safe.
 */
final class Wire {

  /** Bound while a model is asked, so that the transport finds it without LangChain4j's help. */
  private static final ScopedValue<Wire> CURRENT = ScopedValue.newInstance();

  private final Runnable onEnd;
  private @Nullable Runnable connection; // guarded by this
  private boolean closed; // guarded by this

  /** A wire that tells when its connection has ended, for whatever reason. */
  Wire(Runnable onEnd) {
    this.onEnd = onEnd;
  }

  /** The wire of the call that this thread is about to make. */
  static Wire current() {
    return CURRENT.isBound() ? CURRENT.get() : new Wire(() -> {});
  }

  void run(Runnable call) {
    ScopedValue.where(CURRENT, this).run(call);
  }

  /** The connection, or the attempt to make one, is there from now on. */
  void use(Runnable close) {
    boolean late;
    synchronized (this) {
      connection = close;
      late = closed;
    }
    if (late) {
      close.run();
    }
  }

  /** Closes the connection that there is or will be. */
  void close() {
    Runnable close;
    synchronized (this) {
      closed = true;
      close = connection;
    }
    if (close != null) {
      close.run();
    }
  }

  /** Nothing more will come. */
  void end() {
    onEnd.run();
  }
}
