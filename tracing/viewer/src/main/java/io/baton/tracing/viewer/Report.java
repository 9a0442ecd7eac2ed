package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.baton.events.CorrelationId;
import io.baton.tracing.Explanation;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One run, or a batch of them, as one file of HTML to be handed to a colleague: the tree over time,
 * failures and what the events say. It opens from the disk and loads nothing; its script and style
 * are allowed by their hashes only. Immutable and thread-safe.
 *
 * {@snippet :
 * Report.of(recorder, run.correlationId()).writeTo(Path.of("report.html"));
 * }
 *
 * <p>At most {@value #MOST_ROWS} rows are written, and the contents of events up to {@value
 * #MOST_CHARACTERS} characters in all; the file says what was left out.
 */
public final class Report {

  /** How many rows a report has at most. */
  public static final int MOST_ROWS = 20_000;

  /** How many characters the contents of events have together, before the rest is left out. */
  public static final int MOST_CHARACTERS = 4_000_000;

  private final Explanation explanation;
  private final String title;
  private final Redactor redactor;

  private Report(Explanation explanation, String title, Redactor redactor) {
    this.explanation = explanation;
    this.title = title;
    this.redactor = redactor;
  }

  /**
   * A report of what a recorder has kept.
   *
   * @param correlations which of it; none means all
   */
  public static Report of(TraceRecorder recorder, CorrelationId... correlations) {
    return correlations.length == 1
        ? of(recorder.explain(correlations[0]))
        : of(recorder.events(), correlations);
  }

  /**
   * A report of trace events, in the order in which they were recorded.
   *
   * @param correlations which of them; none means all
   */
  public static Report of(List<? extends TraceEvent> events, CorrelationId... correlations) {
    Set<CorrelationId> wanted = Set.of(correlations);
    List<? extends TraceEvent> chosen =
        wanted.isEmpty()
            ? events
            : events.stream().filter(event -> wanted.contains(event.correlationId())).toList();
    return of(Explanation.of(chosen));
  }

  /** A report of an explanation, from wherever its trace events came. */
  public static Report of(Explanation explanation) {
    return new Report(explanation, "", Redactor.byDefault());
  }

  /** With a title; by default the types of the first events. */
  public Report title(String title) {
    return new Report(explanation, Objects.requireNonNull(title), redactor);
  }

  /** With a redactor of what events say; {@link Redactor#byDefault()} unless told otherwise. */
  public Report redactor(Redactor redactor) {
    return new Report(explanation, title, Objects.requireNonNull(redactor));
  }

  /** The file as text. */
  public String html() {
    var teller = new StoryTeller(redactor, MOST_ROWS, MOST_CHARACTERS);
    return ReportPage.of(teller.tell(id(), title, explanation, List.of()));
  }

  /**
   * Writes the file, in place of one that is there.
   *
   * @throws ViewerException if it cannot be written
   */
  public void writeTo(Path file) {
    try {
      Files.writeString(file, html(), UTF_8);
    } catch (IOException e) {
      throw new ViewerException("the report cannot be written to " + file + ": " + e, e);
    }
  }

  /** The correlation, if all is of one. */
  private String id() {
    List<CorrelationId> ids =
        explanation.steps().stream()
            .map(Explanation.Step::correlationId)
            .distinct()
            .limit(2)
            .toList();
    return ids.size() == 1 ? ids.getFirst().toString() : "";
  }
}
