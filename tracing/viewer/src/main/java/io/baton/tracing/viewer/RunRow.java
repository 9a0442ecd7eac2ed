package io.baton.tracing.viewer;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of one correlation. Guarded by the lock of its picture. */
final class RunRow {

  private static final int MOST_NAMES = 24;
  private static final int LONGEST_TEXT = 120;

  private final CorrelationId id;
  private final Instant started;
  private final Set<String> names = new TreeSet<>();
  private String title = "";

  /** The recorder keeps the event as long as it keeps the run; this must not keep it longer. */
  private WeakReference<@Nullable Event> first = new WeakReference<>(null);

  private Instant last;
  private String outcome = "";
  private boolean isRun;
  private long runs;
  private long events;
  private long deliveries;
  private long running;
  private long failures;
  private long dead;
  private long retries;
  private long unrouted;
  private long openJoins;
  private long tokens;
  private long changed;

  RunRow(CorrelationId id, Instant started) {
    this.id = id;
    this.started = started;
    last = started;
  }

  long changed() {
    return changed;
  }

  boolean hasFailed() {
    return dead > 0 || outcome.equals("FAILED") || outcome.equals("EXPIRED");
  }

  boolean isOpen() {
    return outcome.isEmpty() && (isRun || running > 0 || openJoins > 0);
  }

  void apply(TraceEvent event, long tick) {
    changed = tick;
    last = event.time().isAfter(last) ? event.time() : last;
    switch (event) {
      case TraceEvent.Dispatched dispatched -> dispatched(dispatched);
      case TraceEvent.Unrouted _ -> unrouted++;
      case TraceEvent.JoinOpened _ -> openJoins++;
      case TraceEvent.JoinClosed _ -> openJoins = Math.max(0, openJoins - 1);
      case TraceEvent.RunStarted _ -> {
        isRun = true;
        runs++;
      }
      case TraceEvent.RunEnded ended -> ended(ended);
      case TraceEvent.OfAgent delivery -> delivery(delivery);
      case TraceEvent.PartJoined _, TraceEvent.PartDropped _, TraceEvent.MemoryChanged _ -> {}
    }
  }

  /** Of a run and its child runs, what counts is how the one that ends last has ended. */
  private void ended(TraceEvent.RunEnded ended) {
    isRun = true;
    runs--;
    outcome = runs <= 0 ? ended.outcome() : "";
  }

  private void dispatched(TraceEvent.Dispatched dispatched) {
    String type = dispatched.envelope().event().getClass().getSimpleName();
    if (title.isEmpty()) {
      title = type;
      first = new WeakReference<>(dispatched.envelope().event());
    }
    events++;
    name(type);
  }

  private void delivery(TraceEvent.OfAgent delivery) {
    switch (delivery) {
      case TraceEvent.AgentStarted begun -> started(begun);
      case TraceEvent.AgentEnded _ -> ended();
      case TraceEvent.Cancelled _ -> ended();
      case TraceEvent.AgentFailed _ -> failed();
      case TraceEvent.Retried _ -> retries++;
      case TraceEvent.DeadLettered _ -> dead++;
      case TraceEvent.ModelCalled called -> tokens += called.inputTokens() + called.outputTokens();
      case TraceEvent.Queued _,
          TraceEvent.TimedOut _,
          TraceEvent.Recovered _,
          TraceEvent.Dropped _,
          TraceEvent.Note _,
          TraceEvent.ToolCalled _ -> {}
    }
  }

  private void started(TraceEvent.AgentStarted begun) {
    if (begun.attempt() == 1) {
      deliveries++;
    }
    running++;
    name(begun.agent());
  }

  private void failed() {
    failures++;
    ended();
  }

  /** A recorder that came late may see an end without its start. */
  private void ended() {
    running = Math.max(0, running - 1);
  }

  private void name(String name) {
    if (names.size() < MOST_NAMES) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
  }

  /** Whether a text in lower case is in its id or in the name of one of its agents or types. */
  boolean matches(String text) {
    return id.toString().contains(text) || names.stream().anyMatch(name -> name.contains(text));
  }

  /** Whether what the first event says has a text in it. */
  boolean says(String text, Redactor redactor) {
    return text(redactor).toLowerCase(Locale.ROOT).contains(text);
  }

  /** What the first event says, without the name of its type. */
  private String text(Redactor redactor) {
    Event event = first.get();
    if (event == null) {
      return "";
    }
    String text = redactor.text(event, LONGEST_TEXT);
    int start = text.indexOf('[');
    return start < 0 ? "" : text.substring(start + 1).replaceFirst("]$", "");
  }

  String state() {
    if (!outcome.isEmpty() && !outcome.equals("COMPLETED")) {
      return outcome;
    }
    if (isOpen()) {
      return running == 0 && openJoins > 0 ? "WAITING" : "RUNNING";
    }
    return dead > 0 ? "DEAD_LETTERS" : "COMPLETED";
  }

  View view(Redactor redactor) {
    return new View(
        id.toString(),
        title,
        text(redactor),
        isRun,
        state(),
        started.toEpochMilli(),
        micros(Duration.between(started, last)),
        events,
        deliveries,
        running,
        failures,
        dead,
        retries,
        unrouted,
        openJoins,
        tokens);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  /** A row of the table, for the page. */
  record View(
      String id,
      String title,
      String text,
      boolean run,
      String state,
      long started,
      long micros,
      long events,
      long deliveries,
      long running,
      long failures,
      long dead,
      long retries,
      long unrouted,
      long openJoins,
      long tokens) {}
}
