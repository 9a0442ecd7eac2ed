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

  /** Those that nobody outside has started and that are below no other. */
  private final Set<RunState> others = ConcurrentHashMap.newKeySet();

  /** Why nothing will go on any more, once that is so. */
  private volatile @Nullable String ended;

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
    RunState above = parent.run();
    var run = new RunState(engine, parent.correlationId(), above, wanted);
    if (above == null) {
      add(run);
    } else {
      above.adopt(run);
    }
    return run;
  }

  /** A run for an event that is delivered again. */
  RunState again(CorrelationId id) {
    var run = new RunState(engine, id, null, null);
    add(run);
    return run;
  }

  private void add(RunState run) {
    others.add(run);
    String why = ended;
    if (why != null) {
      run.fail(why);
    }
  }

  void ended(RunState run) {
    roots.remove(run.correlationId(), run);
    others.remove(run);
  }

  List<Run> list() {
    return List.copyOf(roots.values());
  }

  /** Tells all who wait that nothing more will come. */
  void failAll(String why) {
    ended = why;
    roots.values().forEach(run -> run.fail(why));
    others.forEach(run -> run.fail(why));
  }
}
