package io.baton.tracing.viewer;

import io.baton.events.CorrelationId;
import io.baton.tracing.Explanation;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what became of one run, on the page or as a report. Thread-safe. */
final class StoryDesk {

  private static final int MOST_ROWS = 5_000;
  private static final int MOST_CHARACTERS = 2_000_000;

  private final TraceRecorder recorder;
  private final Redactor redactor;
  private final StoryTeller teller;

  StoryDesk(TraceRecorder recorder, Redactor redactor) {
    this.recorder = recorder;
    this.redactor = redactor;
    teller = new StoryTeller(redactor, MOST_ROWS, MOST_CHARACTERS);
  }

  /** The story of a correlation; empty if nothing of it is kept. What is open goes on until now. */
  Optional<Story> story(String id) {
    return events(id)
        .map(events -> Explanation.of(events, Instant.now()))
        .map(explanation -> teller.tell(id, "", explanation, List.of()));
  }

  /** The same as a file to be kept. */
  Optional<Response> report(String id) {
    return events(id)
        .map(events -> Report.of(events).redactor(redactor).html())
        .map(html ->
            new Response(
                200,
                "text/html; charset=utf-8",
                html,
                Map.of("Content-Disposition", "attachment; filename=\"run-" + id + ".html\"")));
  }

  private Optional<List<TraceEvent>> events(String id) {
    try {
      List<TraceEvent> events = recorder.events(CorrelationId.parse(id));
      return events.isEmpty() ? Optional.empty() : Optional.of(events);
    } catch (IllegalArgumentException _) { // no id at all
      return Optional.empty();
    }
  }
}
