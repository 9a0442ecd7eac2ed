package io.baton.dispatcher;

import io.baton.events.CorrelationId;
import io.baton.events.EventId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The runs that are alive. Thread-safe. */
final class Runs {

  private final Engine engine;
  private final ConcurrentHashMap<CorrelationId, RunState> roots = new ConcurrentHashMap<>();

  /** Runs that nobody outside has started; nobody above them ends them. */
  private final Set<RunState> orphans = ConcurrentHashMap.newKeySet();

  /** Why no run can end by itself any more; null while it can. */
  private volatile @Nullable String end;

  Runs(Engine engine) {
    this.engine = engine;
  }

  /**
   * A run for a caller outside.
   *
   * @throws IllegalStateException if its correlation belongs to a run that has not ended
   */
  RunState start(RunOptions options, @Nullable Question<?> question) {
    var run = new RunState(engine, nextId(), options, null, question);
    RunState other = roots.putIfAbsent(run.correlationId(), run);
    if (other != null) {
      throw new IllegalStateException(
          "correlationId must not be that of a run that has not ended, but "
              + run.correlationId()
              + " is: "
              + other.outcome());
    }
    boolean isStarted = false;
    try {
      run.start();
      isStarted = true;
    } finally {
      if (!isStarted) {
        // The clock is foreign code, and may refuse a deadline.
        run.end();
      }
    }
    return run;
  }

  /** A run below the one that a message belongs to, if any, with the same correlation. */
  RunState child(Message message, @Nullable Question<?> question) {
    RunState parent = message.run();
    if (parent == null) {
      return orphan(message.correlationId(), question);
    }
    var run = new RunState(engine, nextId(), parent.options(), parent, question);
    run.start();
    return run;
  }

  /** A run for an event that is delivered again. */
  RunState again(CorrelationId id) {
    return orphan(id, null);
  }

  private RunState orphan(CorrelationId id, @Nullable Question<?> question) {
    var run = new RunState(engine, nextId(), RunOptions.DEFAULTS.correlationId(id), null, question);
    orphans.add(run);
    String why = end;
    if (why != null) {
      run.abandon(why);
    }
    return run;
  }

  private EventId nextId() {
    return engine.ids().root(engine.time().epochMillis());
  }

  void ended(RunState run) {
    if (!roots.remove(run.correlationId(), run)) {
      orphans.remove(run);
    }
  }

  int size() {
    return roots.size();
  }

  List<Run> list() {
    return List.copyOf(roots.values());
  }

  /** Tells all who wait that nothing more will come. */
  void abandonAll(String why) {
    end = why;
    roots.values().forEach(run -> run.abandon(why));
    orphans.forEach(run -> run.abandon(why));
  }
}
