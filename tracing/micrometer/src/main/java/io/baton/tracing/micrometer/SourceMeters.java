package io.baton.tracing.micrometer;

import io.baton.tracing.Gauges;
import io.baton.tracing.TraceSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;

/** The gauges of one dispatcher, which are read together at most once a second. Thread-safe. */
final class SourceMeters {

  private static final String TASKS = "deliveries";

  private final MeterRegistry registry;
  private final String name;
  private final Sampled sampled;
  private final Tags tags;
  private final Set<String> agents = ConcurrentHashMap.newKeySet();
  private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();

  /**
   * The gauges of a dispatcher.
   *
   * @param name what tells it from others that run
   */
  SourceMeters(MeterRegistry registry, TraceSource source, String name) {
    this.registry = registry;
    this.name = name;
    sampled = new Sampled(source, registry.config().clock());
    tags = Tags.of("dispatcher", name);
  }

  String name() {
    return name;
  }

  void register(TagValues names) {
    gauge("baton.ring.size", "events", "How many events fit into the ring", Gauges::ringSize);
    gauge("baton.ring.queued", "events", "Events that are accepted, not routed", Gauges::queued);
    gauge("baton.in.flight", TASKS, "Deliveries queued, running or resting", Gauges::inFlight);
    gauge("baton.scheduled", "tasks", "What waits for its time", Gauges::scheduled);
    gauge("baton.runs", "runs", "Runs that have not ended", Gauges::runs);
    gauge("baton.joins.open", "joins", "Joins that wait for parts", Gauges::openJoins);
    gauge("baton.dead.letters", "letters", "Dead letters that are kept", Gauges::deadLetters);
    meters.add(
        FunctionCounter.builder("baton.traces.lost", sampled, s -> s.now().tracesLost())
            .description("Trace events that a tracer was too slow for")
            .baseUnit("events")
            .tags(tags)
            .register(registry));
    sampled.now().routes().forEach(route -> addAgent(names.of(route.agent())));
  }

  private void gauge(String name, String unit, String description, ToLongFunction<Gauges> value) {
    meters.add(
        Gauge.builder(name, () -> value.applyAsLong(sampled.now()))
            .description(description)
            .baseUnit(unit)
            .tags(tags)
            .register(registry));
  }

  /** Adds the gauges of an agent, if it is new and has a name of its own among the tags. */
  void addAgent(String agent) {
    if (!agent.equals(TagValues.OTHER) && agents.add(agent)) {
      agentGauge(agent, "baton.agent.queued", "Deliveries that wait", Gauges.OfRoute::queued);
      agentGauge(agent, "baton.agent.running", "Deliveries at work", Gauges.OfRoute::running);
      agentGauge(
          agent, "baton.agent.resting", "Deliveries to be retried", Gauges.OfRoute::retrying);
      agentGauge(agent, "baton.agent.joins.open", "Joins that wait", Gauges.OfRoute::openJoins);
    }
  }

  private void agentGauge(
      String agent, String name, String description, ToLongFunction<Gauges.OfRoute> value) {
    meters.add(
        Gauge.builder(name, () -> ofRoute(agent, value))
            .description(description)
            .tags(tags.and("agent", agent))
            .register(registry));
  }

  /** A removed route that has no more work has 0 of everything. */
  private long ofRoute(String agent, ToLongFunction<Gauges.OfRoute> value) {
    return sampled.now().routes().stream()
        .filter(route -> route.agent().equals(agent))
        .mapToLong(value)
        .sum();
  }

  /** The dispatcher has ended. */
  void remove() {
    meters.forEach(registry::remove);
  }
}
