package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.Failure;
import io.baton.tracing.ExplanationText.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an explanation says in words. Confined to the thread that uses it. */
final class TextLines {

  /** More of a payload fits into no line. */
  private static final int LONGEST_PAYLOAD = 1_000;

  private final Explanation explanation;
  private final Redactor redactor;

  TextLines(Explanation explanation, Redactor redactor) {
    this.explanation = explanation;
    this.redactor = redactor;
  }

  List<String> header() {
    if (explanation.steps().isEmpty() && explanation.joins().isEmpty()) {
      return List.of("nothing is known: no such correlation, or it is no longer kept");
    }
    var totals = explanation.totals();
    var header = new ArrayList<>(List.of(correlations(), counts(totals)));
    header.add(
        "waited %s, worked %s; ★ marks what determined the end"
            .formatted(Times.of(totals.queueWait()), Times.of(totals.work())));
    if (totals.modelCalls() > 0) {
      header.add(models(totals));
    }
    explanation.runs().stream()
        .filter(run -> !run.outcome().equals("COMPLETED"))
        .limit(10)
        .forEach(run ->
            header.add(
                "run "
                    + words(run.outcome())
                    + run.reason().map(reason -> ": " + reason).orElse("")));
    return header;
  }

  private String correlations() {
    return explanation.steps().stream()
        .map(Explanation.Step::correlationId)
        .distinct()
        .limit(4)
        .map(CorrelationId::toString)
        .collect(Collectors.joining(", ", "correlation ", ""));
  }

  private static String counts(Explanation.Totals totals) {
    String retries = totals.retries() == 0 ? "" : ", " + retries(totals.retries());
    return String.format(
        Locale.ROOT,
        "%s, %s: %,d handled, %,d failed, %,d open; %s%s",
        count(totals.events(), "event", "events"),
        count(totals.deliveries(), "delivery", "deliveries"),
        totals.handled(),
        totals.failures(),
        totals.open(),
        Times.of(totals.elapsed()),
        retries);
  }

  private static String models(Explanation.Totals totals) {
    return String.format(
        Locale.ROOT,
        "%s, %,d tokens in, %,d out%s",
        count(totals.modelCalls(), "model call", "model calls"),
        totals.inputTokens(),
        totals.outputTokens(),
        totals.cost().map(cost -> ", cost " + cost.toPlainString()).orElse(""));
  }

  boolean isCritical(Item item) {
    return switch (item) {
      case Item.OfStep(var step) -> step.isCritical();
      case Item.OfDelivery(var delivery) -> delivery.isCritical();
      case Item.OfJoin(var join) -> join.isCritical();
      case Item.PartOf _, Item.Remark _ -> false;
    };
  }

  String of(Item item) {
    return switch (item) {
      case Item.OfStep(var step) -> of(step);
      case Item.OfDelivery(var delivery) -> delivery.agent();
      case Item.OfJoin(var join) -> "join " + join.join();
      case Item.PartOf(var join) -> "part of join " + join.join();
      case Item.Remark(var text) -> text;
    };
  }

  private String of(Explanation.Step step) {
    return step.event()
        .map(event -> redactor.text(event, LONGEST_PAYLOAD))
        .orElse("event " + step.id() + ", of which no more is known");
  }

  /** What is said even if the rest of the line must be cut. */
  String tailOf(Item item) {
    return switch (item) {
      case Item.OfStep(var step) -> tailOf(step);
      case Item.OfDelivery(var delivery) -> ": " + standing(delivery);
      case Item.OfJoin(var join) -> ": " + standing(join);
      case Item.PartOf _, Item.Remark _ -> "";
    };
  }

  private String tailOf(Explanation.Step step) {
    String when = step.event().isEmpty() ? "" : "  +" + Times.of(offset(step.time()));
    String gap = step.isOrphan() ? "  (its cause is not known)" : "";
    return when + gap + (step.isUnrouted() ? "  no route took it" : "");
  }

  private Duration offset(Instant time) {
    return Duration.between(explanation.totals().from(), time);
  }

  private String standing(Explanation.Delivery delivery) {
    var words = new StringBuilder(words(delivery.outcome().name()));
    if (delivery.attempts().isEmpty()) {
      if (delivery.outcome() == DeliveryOutcome.WAITING) {
        Duration waiting = Duration.between(delivery.queued(), explanation.asOf());
        words.append(" for ").append(Times.of(waiting));
      }
      return words.toString();
    }
    boolean isRunning = delivery.outcome() == DeliveryOutcome.RUNNING;
    words.append(", waited ").append(Times.of(delivery.queueWait()));
    words.append(isRunning ? ", works since " : ", worked ").append(Times.of(delivery.work()));
    if (delivery.retries() > 0 || !delivery.delay().isZero()) {
      words
          .append(", ")
          .append(delivery.retries() == 0 ? "retry due" : retries(delivery.retries()))
          .append(" after ")
          .append(Times.of(delivery.delay()));
    }
    delivery
        .thread()
        .filter(kind -> kind != ThreadKind.VIRTUAL)
        .ifPresent(kind -> words.append(", ").append(words(kind.name())));
    return words.toString();
  }

  private String standing(Explanation.Joined join) {
    String how = words(join.reason());
    String after =
        join.opened()
            .map(opened ->
                " after "
                    + Times.of(Duration.between(opened, join.closed().orElse(explanation.asOf()))))
            .orElse("");
    String parts = ", " + count(join.parts().size(), "part", "parts");
    return how + after + parts + join.delivery().map(call -> "; " + standing(call)).orElse("");
  }

  List<String> remarks(Explanation.Joined join) {
    var remarks = new ArrayList<String>();
    if (!join.missing().isEmpty()) {
      remarks.add("missing: " + String.join(", ", join.missing()));
    }
    for (var dropped : join.dropped()) {
      remarks.add("part not kept, " + words(dropped.fate()) + ": " + dropped.eventId());
    }
    return remarks;
  }

  private record Remark(Instant time, String text) {}

  /** In the order of time, since a tool is called for what a model has said. */
  List<String> remarks(Explanation.Delivery delivery) {
    var remarks = new ArrayList<Remark>();
    for (var attempt : delivery.attempts()) {
      String number = "attempt " + attempt.number();
      if (attempt.number() == 1 && !attempt.equals(delivery.attempts().getFirst())) {
        remarks.add(
            new Remark(
                attempt.started(),
                "redispatched, " + number + "  +" + Times.of(offset(attempt.started()))));
      }
      attempt
          .failure()
          .ifPresent(failure ->
              remarks.add(new Remark(attempt.until(), number + " failed: " + of(failure))));
    }
    Instant end = delivery.ended().orElse(Instant.MAX);
    if (remarks.isEmpty()) {
      delivery.failure().ifPresent(cause -> remarks.add(new Remark(end, "failed: " + of(cause))));
    }
    delivery.models().forEach(call -> remarks.add(new Remark(call.time(), of(call))));
    delivery.tools().forEach(call -> remarks.add(new Remark(call.time(), of(call))));
    delivery
        .memory()
        .forEach(changed ->
            remarks.add(
                new Remark(
                    changed.time(),
                    "memory " + changed.key() + " is version " + changed.version())));
    delivery.notes().forEach(note -> remarks.add(new Remark(note.time(), "note: " + note.text())));
    delivery.recovery().ifPresent(what -> remarks.add(new Remark(end, "recovery: " + name(what))));
    return remarks.stream().sorted(Comparator.comparing(Remark::time)).map(Remark::text).toList();
  }

  private static String of(TraceEvent.ToolCalled call) {
    return "tool " + call.tool() + ": " + Times.of(call.work()) + failed(call.cause().stream());
  }

  private static String of(TraceEvent.ModelCalled call) {
    String cost = call.cost().map(value -> ", cost " + value.toPlainString()).orElse("");
    return String.format(
        Locale.ROOT,
        "model %s: %,d tokens in, %,d out, %s%s%s",
        call.model(),
        call.inputTokens(),
        call.outputTokens(),
        Times.of(call.work()),
        cost,
        failed(call.cause().stream()));
  }

  private static String failed(Stream<Failure> cause) {
    return cause.map(failure -> ", failed: " + of(failure)).findFirst().orElse("");
  }

  /** The simple name of the exception, and what it says. */
  private static String of(Failure failure) {
    String type = failure.type().substring(failure.type().lastIndexOf('.') + 1);
    return failure.message().isEmpty() ? type : type + ": " + failure.message();
  }

  private static String retries(int number) {
    return count(number, "retry", "retries");
  }

  private static String count(int number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  /** The words of a name such as {@code FailRun}. */
  private static String name(String type) {
    return words(type.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
