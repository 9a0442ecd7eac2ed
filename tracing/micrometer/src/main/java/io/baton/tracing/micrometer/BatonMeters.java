package io.baton.tracing.micrometer;

import static java.util.stream.Collectors.toSet;

import io.baton.events.Envelope;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tracer that keeps meters of dispatchers in a {@link MeterRegistry}: how long events wait and
 * agents work, what fails, what is there now, what models cost. The page of this module has the
 * table of all meters.
 *
 * <p>Tags are bounded: of agents, types of events, models and so on, the first {@value
 * #DEFAULT_MOST_TAG_VALUES} values of each tag, unless told otherwise, have meters of their own,
 * and the others share those of {@code other}. Gauges read a dispatcher at most once a second. They
 * begin with the dispatcher and are removed when it ends; counters and timers stay.
 *
 * <p>Thread-safe; one may serve several dispatchers. It is called at once, on the threads of
 * dispatchers and agents.
 *
 * {@snippet :
 * var meters = new BatonMeters(registry);
 * var dispatcher = AsyncDispatcher.builder(router).tracer(meters).start();
 * }
 */
public final class BatonMeters implements Tracer {

  /** How many values of one tag have meters of their own. */
  public static final int DEFAULT_MOST_TAG_VALUES = 100;

  /** As many events as fit into a ring and are in flight, by default. */
  private static final int REMEMBERED_TYPES = 131_072;

  private final MeterRegistry registry;
  private final TagValues agents;
  private final TagValues types;
  private final TagValues joins;
  private final ModelMeters models;
  private final EventTypes eventTypes = new EventTypes(REMEMBERED_TYPES);
  private final Map<String, AgentMeters> ofAgents = new ConcurrentHashMap<>();
  private final Map<String, Counter> dispatched = new ConcurrentHashMap<>();
  private final Map<TraceSource, SourceMeters> sources = new ConcurrentHashMap<>();

  /** Meters in a registry. */
  public BatonMeters(MeterRegistry registry) {
    this(registry, DEFAULT_MOST_TAG_VALUES);
  }

  /**
   * Meters in a registry, with so many values of one tag.
   *
   * @throws IllegalArgumentException if {@code mostTagValues} is less than 1
   */
  public BatonMeters(MeterRegistry registry, int mostTagValues) {
    if (mostTagValues < 1) {
      throw new IllegalArgumentException(
          "mostTagValues must be at least 1, but is " + mostTagValues);
    }
    this.registry = registry;
    agents = new TagValues(mostTagValues);
    types = new TagValues(mostTagValues);
    joins = new TagValues(mostTagValues);
    models = new ModelMeters(registry, mostTagValues);
  }

  /** True: meters never block. */
  @Override
  public boolean isNonBlocking() {
    return true;
  }

  @Override
  public void trace(TraceEvent event) {
    switch (event) {
      case TraceEvent.Dispatched one -> dispatched(one.envelope());
      case TraceEvent.AgentStarted one -> of(one).waited().record(one.queueWait());
      case TraceEvent.AgentEnded one -> of(one).ended().record(one.work());
      case TraceEvent.AgentFailed one -> of(one).failed().record(one.work());
      case TraceEvent.Cancelled one -> of(one).cancelled().record(one.work());
      case TraceEvent.TimedOut one -> count(one, "timed.out", "Attempts that were out of time");
      case TraceEvent.Retried one -> count(one, "retried", "Failed attempts with another to come");
      case TraceEvent.DeadLettered one -> count(one, "dead", "Deliveries that failed for good");
      case TraceEvent.Dropped one -> count(one, "dropped", "Deliveries that found no room");
      case TraceEvent.Recovered one ->
          count("baton.agent.recovered", "agent", agent(one), "recovery", one.recovery());
      case TraceEvent.Unrouted one -> count("baton.events.unrouted", "type", type(one.envelope()));
      case TraceEvent.JoinOpened one -> count("baton.joins.opened", "join", joins.of(one.join()));
      case TraceEvent.JoinClosed one ->
          count("baton.joins.closed", "join", joins.of(one.join()), "closed", one.closed());
      case TraceEvent.PartDropped one ->
          count("baton.joins.parts.dropped", "join", joins.of(one.join()), "fate", one.fate());
      case TraceEvent.RunStarted _ -> count("baton.runs.started");
      case TraceEvent.RunEnded one -> count("baton.runs.ended", "outcome", one.outcome());
      case TraceEvent.ModelCalled one -> models.called(one);
      case TraceEvent.ToolCalled one -> models.called(one);
      case TraceEvent.MemoryChanged one ->
          count("baton.memory.changed", "agent", agents.of(one.agent()));
      case TraceEvent.Queued _ -> {} // how long it waits is told when its agent is called
      case TraceEvent.PartJoined _ -> {}
      case TraceEvent.Note _ -> {}
    }
  }

  private void dispatched(Envelope envelope) {
    String type = envelope.event().getClass().getSimpleName();
    eventTypes.put(envelope.id(), type);
    Counter known = dispatched.get(type);
    (known == null ? dispatchedOf(types.of(type)) : known).increment();
  }

  private Counter dispatchedOf(String type) {
    return dispatched.computeIfAbsent(
        type,
        _ ->
            Counter.builder("baton.events.dispatched")
                .description("Events that were accepted, from outside and from agents")
                .tag("type", type)
                .register(registry));
  }

  private AgentMeters.OfType of(TraceEvent.OfAgent event) {
    AgentMeters known = ofAgents.get(event.agent());
    return (known == null ? add(agent(event)) : known).of(eventTypes.of(event.eventId()));
  }

  private AgentMeters add(String agent) {
    sources.values().forEach(source -> source.addAgent(agent));
    return ofAgents.computeIfAbsent(agent, _ -> new AgentMeters(registry, agent, types));
  }

  private String agent(TraceEvent.OfAgent event) {
    return agents.of(event.agent());
  }

  private String type(Envelope envelope) {
    return types.of(envelope.event().getClass().getSimpleName());
  }

  private void count(TraceEvent.OfAgent event, String what, String description) {
    of(event).count("baton.agent." + what, description);
  }

  private void count(String name, String... tags) {
    registry.counter(name, tags).increment();
  }

  @Override
  public synchronized void started(TraceSource source) {
    var meters = new SourceMeters(registry, source, freeName(source.name()));
    sources.put(source, meters);
    try {
      meters.register(agents);
    } catch (RuntimeException e) {
      stopped(source); // it does not start, so nobody says that it has ended
      throw e;
    }
  }

  /** The name of a dispatcher, with a number if others that run have it. */
  private String freeName(String name) {
    Set<String> taken = sources.values().stream().map(SourceMeters::name).collect(toSet());
    String free = name;
    for (int number = 2; taken.contains(free); number++) {
      free = name + "-" + number;
    }
    return free;
  }

  @Override
  public void stopped(TraceSource source) {
    SourceMeters meters = sources.remove(source);
    if (meters != null) {
      meters.remove();
    }
  }
}
