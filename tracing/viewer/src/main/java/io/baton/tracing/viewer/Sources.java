package io.baton.tracing.viewer;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.tracing.TraceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The dispatchers that trace here, and those that did. Thread-safe: guarded by itself. */
final class Sources {

  /** How many that have ended are still shown. */
  private static final int MOST_ENDED = 8;

  private final List<Entry> entries = new ArrayList<>();

  synchronized void started(TraceSource source) {
    entries.removeIf(entry -> !entry.live() && entry.source().name().equals(source.name()));
    entries.add(new Entry(source, true));
    long ended = entries.stream().filter(entry -> !entry.live()).count();
    if (ended > MOST_ENDED) {
      entries.remove(entries.stream().filter(entry -> !entry.live()).findFirst().orElseThrow());
    }
  }

  synchronized void stopped(TraceSource source) {
    entries.replaceAll(entry -> entry.source().equals(source) ? new Entry(source, false) : entry);
  }

  synchronized List<Entry> list() {
    return List.copyOf(entries);
  }

  /** Those that are dispatchers of this JVM, live or not. */
  List<AsyncDispatcher> dispatchers() {
    return list().stream()
        .map(Entry::source)
        .filter(AsyncDispatcher.class::isInstance)
        .map(AsyncDispatcher.class::cast)
        .toList();
  }

  Optional<AsyncDispatcher> dispatcher(String name) {
    return dispatchers().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * A dispatcher.
   *
   * @param source what traces
   * @param live whether it has not ended
   */
  record Entry(TraceSource source, boolean live) {}
}
