package io.baton.dispatcher;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
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

  /** A run for a caller outside, under a correlation of its own. */
  RunState start(@Nullable Class<? extends Event> wanted) {
    EventId id = engine.ids().root(engine.time().epochMillis());
    return start(new CorrelationId(id.high(), id.low()), wanted);
  }

  /** A run for a caller outside, under a given correlation. */
  RunState start(CorrelationId id, @Nullable Class<? extends Event> wanted) {
    var run = new RunState(engine, id, null, wanted);
    if (roots.putIfAbsent(id, run) != null) {
      throw new IllegalStateException("correlation " + id + " belongs to a run that is alive");
    }
    return run;
  }

  /** A run below the one that a message belongs to, if any, with the same correlation. */
  RunState child(Message parent, Class<? extends Event> wanted) {
    return tell(new RunState(engine, parent.correlationId(), parent.run(), wanted));
  }

  /** A run for an event that is delivered again. */
  RunState again(CorrelationId id) {
    return tell(new RunState(engine, id, null, null));
  }

  /** Sees to it that a run learns when it cannot go on. */
  private RunState tell(RunState run) {
    if (run.isOrphan()) {
      orphans.add(run);
    }
    String why = end;
    if (why != null) {
      run.fail(why);
    }
    run.endWithParent();
    return run;
  }

  void ended(RunState run) {
    roots.remove(run.correlationId(), run);
    orphans.remove(run);
  }

  List<Run> list() {
    return List.copyOf(roots.values());
  }

  /** Tells all who wait that nothing more will come. */
  void failAll(String why) {
    end = why;
    roots.values().forEach(run -> run.fail(why));
    orphans.forEach(run -> run.fail(why));
  }
}
