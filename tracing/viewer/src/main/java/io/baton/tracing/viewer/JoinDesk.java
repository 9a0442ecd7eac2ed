package io.baton.tracing.viewer;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Route;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows the joins that wait for parts, what has come and what has not. Thread-safe. */
final class JoinDesk {

  private static final int MOST_SHOWN = 200;

  private final Picture picture;
  private final Sources sources;
  private final TraceRecorder recorder;

  JoinDesk(Picture picture, Sources sources, TraceRecorder recorder) {
    this.picture = picture;
    this.sources = sources;
    this.recorder = recorder;
  }

  /** The joins that have waited longest. */
  Found list() {
    var open = picture.openJoins();
    Map<Picture.OpenJoin, List<Event>> parts = parts(open.keySet());
    List<View> shown =
        open.entrySet().stream()
            .limit(MOST_SHOWN)
            .map(entry ->
                view(
                    entry.getKey(),
                    entry.getValue(),
                    parts.getOrDefault(entry.getKey(), List.of())))
            .toList();
    return new Found(shown, open.size() - shown.size());
  }

  private View view(Picture.OpenJoin join, Instant opened, List<Event> parts) {
    var came = new TreeMap<String, Integer>();
    var missing = new ArrayList<String>();
    for (var type : types(join.join())) {
      int count = (int) parts.stream().filter(type::isInstance).count();
      if (count == 0) {
        missing.add(type.getSimpleName());
      } else {
        came.put(type.getSimpleName(), count);
      }
    }
    missing.sort(null);
    return new View(
        join.join(),
        join.correlationId().toString(),
        opened.toEpochMilli(),
        Math.max(0, Duration.between(opened, Instant.now()).toMillis()),
        came,
        missing);
  }

  /**
   * What has come to the joins that are shown; many may be of one long story, which is read once.
   */
  private Map<Picture.OpenJoin, List<Event>> parts(Set<Picture.OpenJoin> open) {
    var shown = open.stream().limit(MOST_SHOWN).collect(Collectors.toSet());
    var parts = new HashMap<Picture.OpenJoin, List<Event>>();
    shown.stream()
        .map(Picture.OpenJoin::correlationId)
        .distinct()
        .forEach(id -> addParts(id, shown, parts));
    return parts;
  }

  private void addParts(
      CorrelationId id, Set<Picture.OpenJoin> shown, Map<Picture.OpenJoin, List<Event>> parts) {
    List<TraceEvent> story = recorder.events(id);
    var joins = new HashMap<EventId, Set<Picture.OpenJoin>>();
    shown.forEach(join -> joins.computeIfAbsent(join.opener(), _ -> new HashSet<>()).add(join));
    for (var event : story) {
      if (event instanceof TraceEvent.PartJoined part) {
        var join = new Picture.OpenJoin(id, part.join(), part.opener());
        if (shown.contains(join)) {
          joins.computeIfAbsent(part.eventId(), _ -> new HashSet<>()).add(join);
        }
      }
    }
    for (var event : story) {
      if (event instanceof TraceEvent.Dispatched(Envelope envelope, _)) {
        joins
            .getOrDefault(envelope.id(), Set.of())
            .forEach(
                join -> parts.computeIfAbsent(join, _ -> new ArrayList<>()).add(envelope.event()));
      }
    }
  }

  private Set<Class<? extends Event>> types(String join) {
    return sources.dispatchers().stream()
        .map(AsyncDispatcher::router)
        .flatMap(router -> router.routes().stream())
        .filter(route -> route.name().equals(join))
        .findFirst()
        .map(Route::types)
        .orElse(Set.of());
  }

  /** Joins that wait, and how many others there are. */
  record Found(List<View> joins, int more) {}

  /**
   * A join that waits.
   *
   * @param came the types of parts of which some have come, and how many
   * @param missing the types of which none has come; if all have, it waits for more of them
   */
  record View(
      String join,
      String correlation,
      long opened,
      long waited,
      Map<String, Integer> came,
      List<String> missing) {}
}
