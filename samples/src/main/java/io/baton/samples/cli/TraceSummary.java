package io.baton.samples.cli;

import io.baton.events.CorrelationId;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Adds up a trace as it is read, in bounded memory: of correlations beyond {@value #MOST} at once,
 * the one that was told of longest ago is taken as ended. Not thread-safe.
 */
final class TraceSummary {
  static final int SHOWN = 20;

  private static final int MOST = 100_000;
  private static final Comparator<Story> BY_TIME =
      Comparator.comparing(Story::elapsed).thenComparing(story -> story.id.toString());

  /** What is told of one correlation, the last one told of at the end. */
  private final Map<CorrelationId, Story> going = new LinkedHashMap<>(16, 0.75f, true);

  private final PriorityQueue<Story> slowest = new PriorityQueue<>(BY_TIME);
  private long lines;
  private long events;
  private long failed;
  private long correlations;

  /** What is known of one correlation. */
  static final class Story {
    private final CorrelationId id;
    private Instant first;
    private Instant last;
    private long events;
    private long failed;

    private Story(CorrelationId id, Instant time) {
      this.id = id;
      first = time;
      last = time;
    }

    CorrelationId id() {
      return id;
    }

    long events() {
      return events;
    }

    long failed() {
      return failed;
    }

    Duration elapsed() {
      return Duration.between(first, last);
    }

    private void add(TraceEvent event) {
      first = event.time().isBefore(first) ? event.time() : first;
      last = event.time().isAfter(last) ? event.time() : last;
      events += isEvent(event) ? 1 : 0;
      failed += isFailure(event) ? 1 : 0;
    }
  }

  void add(TraceEvent event) {
    lines++;
    events += isEvent(event) ? 1 : 0;
    failed += isFailure(event) ? 1 : 0;
    Story story = going.get(event.correlationId());
    if (story == null) {
      makeRoom();
      correlations++;
      story = new Story(event.correlationId(), event.time());
      going.put(story.id, story);
    }
    story.add(event);
  }

  private void makeRoom() {
    if (going.size() == MOST) {
      var eldest = going.values().iterator();
      offer(slowest, eldest.next());
      eldest.remove();
    }
  }

  private static void offer(PriorityQueue<Story> slowest, Story story) {
    slowest.add(story);
    if (slowest.size() > SHOWN) {
      slowest.remove();
    }
  }

  private static boolean isEvent(TraceEvent event) {
    return event instanceof TraceEvent.Dispatched;
  }

  private static boolean isFailure(TraceEvent event) {
    return event instanceof TraceEvent.DeadLettered || event instanceof TraceEvent.Dropped;
  }

  /** How many trace events there are. */
  long lines() {
    return lines;
  }

  /** How many events were dispatched. */
  long events() {
    return events;
  }

  /** How many deliveries failed for good. */
  long failed() {
    return failed;
  }

  long correlations() {
    return correlations;
  }

  /** The correlations that took longest, the slowest first. */
  List<Story> slowest() {
    var all = new PriorityQueue<Story>(slowest);
    going.values().forEach(story -> offer(all, story));
    return all.stream().sorted(BY_TIME.reversed()).toList();
  }
}
