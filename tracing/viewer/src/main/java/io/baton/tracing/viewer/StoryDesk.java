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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells what became of one run, on the page or as a report. One at a time: that of many trace
 * events needs many times their memory, which is the program's. Thread-safe.
 */
final class StoryDesk {

  private static final int MOST_ROWS = 5_000;
  private static final int MOST_CHARACTERS = 2_000_000;
  private static final int LONGEST_WAIT_SECONDS = 30;

  private final TraceRecorder recorder;
  private final Redactor redactor;
  private final StoryTeller teller;
  private final Semaphore turn = new Semaphore(1, true);

  StoryDesk(TraceRecorder recorder, Redactor redactor) {
    this.recorder = recorder;
    this.redactor = redactor;
    teller = new StoryTeller(redactor, MOST_ROWS, MOST_CHARACTERS);
  }

  /** The story of a correlation, as the page reads it; empty if nothing of it is kept. */
  Optional<Response> story(String id) {
    return inTurn(() -> tell(id).map(Response::json));
  }

  /** The story of a correlation. What is open goes on until now. */
  Optional<Story> tell(String id) {
    return events(id)
        .map(events -> Explanation.of(events, Instant.now()))
        .map(explanation -> teller.tell(id, "", explanation, List.of()));
  }

  /** The same as a file to be kept. */
  Optional<Response> report(String id) {
    return inTurn(() ->
        events(id)
            .map(events -> Report.of(events).redactor(redactor).html())
            .map(html ->
                new Response(
                    200,
                    "text/html; charset=utf-8",
                    html,
                    Map.of(
                        "Content-Disposition", "attachment; filename=\"run-" + id + ".html\""))));
  }

  private Optional<Response> inTurn(Supplier<Optional<Response>> answer) {
    try {
      if (turn.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        try {
          return answer.get();
        } finally {
          turn.release();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(Response.text(503, "Other runs are being read; come again."));
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
