package io.baton.tracing.viewer;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Route;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
    List<View> shown =
        open.entrySet().stream()
            .limit(MOST_SHOWN)
            .map(entry -> view(entry.getKey(), entry.getValue()))
            .toList();
    return new Found(shown, open.size() - shown.size());
  }

  private View view(Picture.OpenJoin join, Instant opened) {
    List<Event> parts = parts(join);
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

  private List<Event> parts(Picture.OpenJoin join) {
    List<TraceEvent> story = recorder.events(join.correlationId());
    var ids = new HashSet<EventId>();
    ids.add(join.opener());
    for (var event : story) {
      if (event instanceof TraceEvent.PartJoined part
          && part.join().equals(join.join())
          && part.opener().equals(join.opener())) {
        ids.add(part.eventId());
      }
    }
    return story.stream()
        .filter(TraceEvent.Dispatched.class::isInstance)
        .map(event -> ((TraceEvent.Dispatched) event).envelope())
        .filter(envelope -> ids.contains(envelope.id()))
        .map(Envelope::event)
        .toList();
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
