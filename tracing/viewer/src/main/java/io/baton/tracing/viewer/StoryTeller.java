package io.baton.tracing.viewer;

import io.baton.tracing.Explanation;
import io.baton.tracing.Explanation.RunSpan;
import io.baton.tracing.Redactor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Makes stories of explanations, bounded in rows and in what their payloads say. Thread-safe. */
final class StoryTeller {

  /** The worst first: what a run of many is called by. */
  private static final List<String> OUTCOMES = List.of("RUNNING", "FAILED", "EXPIRED", "CANCELLED");

  /** Child runs end with their parents, for the same reason. */
  private static final int MOST_REASONS = 3;

  private final Payloads payloads;
  private final int mostRows;
  private final long mostCharacters;

  StoryTeller(Redactor redactor, int mostRows, long mostCharacters) {
    payloads = new Payloads(redactor);
    this.mostRows = mostRows;
    this.mostCharacters = mostCharacters;
  }

  /** The story of one correlation, or, with an empty id, of a batch. */
  Story tell(String id, String title, Explanation explanation, List<String> remarks) {
    var time = new StoryTime(explanation.totals().from());
    var maker = new RowMaker(time, payloads, mostCharacters);
    var tree = new StoryRows(explanation, maker, mostRows);
    List<Story.Row> rows = tree.read();
    var said = new ArrayList<String>(reasonsOf(explanation));
    said.addAll(remarks);
    if (maker.isFull()) {
      said.add(
          String.format(
              Locale.ROOT,
              "The contents of later events were left out: those of the first have %,d characters.",
              mostCharacters));
    }
    return new Story(
        id,
        title.isEmpty() ? titleOf(explanation) : title,
        stateOf(explanation),
        isOpen(explanation),
        time.from().toEpochMilli(),
        isOpen(explanation)
            ? time.at(explanation.asOf())
            : StoryTime.micros(explanation.totals().elapsed()),
        totalsOf(explanation),
        rows,
        tree.leftOut(),
        said);
  }

  /** Why runs ended early. */
  private static List<String> reasonsOf(Explanation explanation) {
    return explanation.runs().stream()
        .filter(run -> run.reason().isPresent())
        .map(run ->
            "Run %s: %s."
                .formatted(run.outcome().toLowerCase(Locale.ROOT), run.reason().orElseThrow()))
        .distinct()
        .limit(MOST_REASONS)
        .toList();
  }

  /** The types of the first events, such as {@code 3 × Ask}. */
  private static String titleOf(Explanation explanation) {
    var types = new TreeMap<String, Integer>();
    explanation.roots().forEach(root -> types.merge(root.type(), 1, Integer::sum));
    if (types.isEmpty()) {
      return "Nothing";
    }
    var names = new ArrayList<String>();
    types.forEach((type, count) -> names.add(count == 1 ? type : count + " × " + type));
    int shown = Math.min(3, names.size());
    String first = String.join(", ", names.subList(0, shown));
    return names.size() == shown ? first : first + " and others";
  }

  private static boolean isOpen(Explanation explanation) {
    return explanation.totals().open() > 0
        || !explanation.openJoins().isEmpty()
        || explanation.runs().stream().anyMatch(run -> run.outcome().equals("RUNNING"));
  }

  private static String stateOf(Explanation explanation) {
    List<String> outcomes = explanation.runs().stream().map(RunSpan::outcome).toList();
    String worst = OUTCOMES.stream().filter(outcomes::contains).findFirst().orElse("");
    if (!worst.isEmpty()) {
      return worst;
    }
    if (explanation.totals().open() > 0) {
      return "RUNNING";
    }
    if (!explanation.openJoins().isEmpty()) {
      return "WAITING";
    }
    return explanation.totals().failures() > 0 ? "DEAD_LETTERS" : "COMPLETED";
  }

  private static Story.Totals totalsOf(Explanation explanation) {
    Explanation.Totals totals = explanation.totals();
    return new Story.Totals(
        totals.events(),
        totals.deliveries(),
        totals.handled(),
        totals.failures(),
        totals.open(),
        explanation.openJoins().size(),
        totals.retries(),
        StoryTime.micros(totals.queueWait()),
        StoryTime.micros(totals.work()),
        totals.modelCalls(),
        totals.toolCalls(),
        totals.inputTokens(),
        totals.outputTokens(),
        totals.cost().map(BigDecimal::toPlainString).orElse(null));
  }
}
