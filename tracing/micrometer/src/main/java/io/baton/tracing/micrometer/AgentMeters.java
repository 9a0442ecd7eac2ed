package io.baton.tracing.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The meters of one agent, by the type of its events. Thread-safe. */
final class AgentMeters {

  private final MeterRegistry registry;
  private final String agent;
  private final TagValues types;
  private final ConcurrentMap<String, OfType> ofTypes = new ConcurrentHashMap<>();

  AgentMeters(MeterRegistry registry, String agent, TagValues types) {
    this.registry = registry;
    this.agent = agent;
    this.types = types;
  }

  OfType of(String type) {
    OfType known = ofTypes.get(type);
    return known == null ? add(types.of(type)) : known;
  }

  private OfType add(String type) {
    return ofTypes.computeIfAbsent(type, OfType::new);
  }

  /** The meters of one agent and one type of event. */
  final class OfType {

    private final Tags tags;
    private final Timer wait;
    private final Timer ended;

    private OfType(String type) {
      tags = Tags.of("agent", agent, "type", type);
      wait =
          Timer.builder("baton.agent.wait")
              .description("How long events waited for the agent")
              .tags(tags)
              .register(registry);
      ended = work("ended");
    }

    private Timer work(String outcome) {
      return Timer.builder("baton.agent.work")
          .description("How long the agent took for an attempt")
          .tags(tags.and("outcome", outcome))
          .register(registry);
    }

    Timer waited() {
      return wait;
    }

    Timer ended() {
      return ended;
    }

    Timer failed() {
      return work("failed");
    }

    Timer cancelled() {
      return work("cancelled");
    }

    /** Counts what happens seldom. */
    void count(String name, String description) {
      Counter.builder(name).description(description).tags(tags).register(registry).increment();
    }
  }
}
