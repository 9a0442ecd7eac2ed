package io.baton.tracing.viewer;

import io.baton.agents.MemoryKey;
import io.baton.agents.WorkingMemory;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the working memory of dispatchers and of the runs that go on. Thread-safe. */
final class MemoryDesk {

  private static final int MOST_KEYS = 500;
  private static final int MOST_RUNS = 50;
  private static final int MOST_VERSIONS = 100;

  private final Sources sources;
  private final Payloads payloads;

  MemoryDesk(Sources sources, Payloads payloads) {
    this.sources = sources;
    this.payloads = payloads;
  }

  /** All memories that hold something; those of dispatchers also if they do not. */
  List<View> list() {
    var views = new ArrayList<View>();
    for (var dispatcher : sources.dispatchers()) {
      views.add(view(dispatcher.name(), "", dispatcher.memory()));
      dispatcher.runs().stream()
          .limit(MOST_RUNS)
          .map(run -> view(dispatcher.name(), run.correlationId().toString(), run.memory()))
          .filter(view -> !view.keys().isEmpty())
          .forEach(views::add);
    }
    return views;
  }

  private View view(String dispatcher, String run, WorkingMemory memory) {
    Map<String, Object> values = memory.snapshot();
    List<Key> keys =
        values.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .limit(MOST_KEYS)
            .map(entry -> key(memory, entry.getKey(), entry.getValue()))
            .toList();
    return new View(dispatcher, run, keys, values.size() - keys.size());
  }

  private Key key(WorkingMemory memory, String name, Object value) {
    var key = MemoryKey.of(name, value);
    var history = memory.history(key);
    String writer = history.isEmpty() ? "" : history.getLast().writer();
    return new Key(name, memory.read(key).version(), shown(name, value), writer, history.size());
  }

  /** The versions of a key that are remembered, the newest first; empty if there is no such. */
  Optional<List<Version>> history(String dispatcher, String run, String name) {
    return memory(dispatcher, run)
        .filter(_ -> !name.isBlank())
        .map(memory ->
            memory.history(MemoryKey.<Object>of(name, "")).reversed().stream()
                .limit(MOST_VERSIONS)
                .map(revision -> version(name, revision))
                .toList());
  }

  private Version version(String name, WorkingMemory.Revision<Object> revision) {
    return new Version(
        revision.version(),
        shown(name, revision.value()),
        revision.removed(),
        revision.writer(),
        revision.time().toEpochMilli());
  }

  private Object shown(String name, Object value) {
    return payloads.named(name, value);
  }

  private Optional<WorkingMemory> memory(String dispatcher, String run) {
    Optional<AsyncDispatcher> of = sources.dispatcher(dispatcher);
    return run.isEmpty()
        ? of.map(AsyncDispatcher::memory)
        : of.flatMap(each -> run(each, run)).map(Run::memory);
  }

  private static Optional<Run> run(AsyncDispatcher dispatcher, String correlation) {
    return dispatcher.runs().stream()
        .filter(run -> run.correlationId().toString().equals(correlation))
        .findFirst();
  }

  /** A memory; {@code run} is empty for that of the dispatcher. */
  record View(String dispatcher, String run, List<Key> keys, int more) {}

  /** A key and its value; {@code writer} is empty if no history is kept. */
  record Key(String name, long version, Object value, String writer, int versions) {}

  /** A version that a key has or had. */
  record Version(long version, Object value, boolean removed, String writer, long time) {}
}
