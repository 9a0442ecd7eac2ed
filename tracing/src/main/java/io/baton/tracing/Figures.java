package io.baton.tracing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Adds up an explanation. */
final class Figures {

  private Figures() {}

  static Explanation.Totals of(
      List<Explanation.Step> steps,
      List<Explanation.Joined> joins,
      Instant from,
      Instant end,
      Instant asOf) {
    var deliveries =
        Stream.concat(
                steps.stream().flatMap(step -> step.deliveries().stream()),
                joins.stream().flatMap(join -> join.delivery().stream()))
            .toList();
    var models = deliveries.stream().flatMap(delivery -> delivery.models().stream()).toList();
    int open = (int) deliveries.stream().filter(delivery -> delivery.outcome().isOpen()).count();
    return new Explanation.Totals(
        (int) steps.stream().filter(step -> step.event().isPresent()).count(),
        deliveries.size(),
        count(deliveries, DeliveryOutcome.HANDLED) + count(deliveries, DeliveryOutcome.RECOVERED),
        (int) deliveries.stream().filter(delivery -> delivery.outcome().isFailure()).count(),
        open,
        deliveries.stream().mapToInt(Explanation.Delivery::retries).sum(),
        from,
        Duration.between(from, open > 0 ? asOf : end),
        sum(deliveries.stream().map(Explanation.Delivery::queueWait)),
        sum(deliveries.stream().map(Explanation.Delivery::work)),
        models.size(),
        deliveries.stream().mapToInt(delivery -> delivery.tools().size()).sum(),
        models.stream().mapToLong(TraceEvent.ModelCalled::inputTokens).sum(),
        models.stream().mapToLong(TraceEvent.ModelCalled::outputTokens).sum(),
        cost(models));
  }

  private static int count(List<Explanation.Delivery> deliveries, DeliveryOutcome outcome) {
    return (int) deliveries.stream().filter(delivery -> delivery.outcome() == outcome).count();
  }

  private static Duration sum(Stream<Duration> durations) {
    return durations.reduce(Duration.ZERO, Duration::plus);
  }

  private static Optional<BigDecimal> cost(List<TraceEvent.ModelCalled> models) {
    return models.stream().flatMap(call -> call.cost().stream()).reduce(BigDecimal::add);
  }
}
