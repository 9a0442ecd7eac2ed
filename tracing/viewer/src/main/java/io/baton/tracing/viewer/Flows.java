package io.baton.tracing.viewer;

import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What went from whom to whom, as it was seen and not as it was declared, and what the agents did
 * with it. Guarded by the lock of its picture.
 */
final class Flows {

  private static final int MOST_ORIGINS = 65_536;
  private static final int MOST_EDGES = 2_000;
  private static final int MOST_AGENTS = 2_000;
  private static final String NOBODY = "";
  private static final Comparator<EdgeView> BUSIEST_FIRST =
      Comparator.comparingDouble(EdgeView::rate).thenComparingLong(EdgeView::count).reversed();

  private final SequencedMap<EventId, Origin> origins = new LinkedHashMap<>();
  private final Map<Edge, Traffic> edges = new HashMap<>();
  private final Map<String, AgentFigures> agents = new HashMap<>();
  private final JoinParts parts = new JoinParts();

  void apply(TraceEvent event) {
    switch (event) {
      case TraceEvent.Dispatched dispatched -> remember(dispatched.envelope());
      case TraceEvent.Unrouted unrouted ->
          count(
              unrouted.envelope().source(),
              unrouted.envelope().event().getClass().getSimpleName(),
              NOBODY);
      case TraceEvent.OfAgent delivery -> delivery(delivery);
      case TraceEvent.JoinOpened opened ->
          parts.came(opened.join(), opened.eventId(), List.of(opened.eventId()), this::count);
      case TraceEvent.PartJoined part ->
          parts.came(part.join(), part.opener(), List.of(part.eventId()), this::count);
      case TraceEvent.JoinClosed closed -> {
        parts.came(closed.join(), closed.opener(), closed.parts(), this::count);
        parts.closed(closed.join(), closed.opener());
      }
      default -> {} // says nothing about a way
    }
  }

  private void delivery(TraceEvent.OfAgent delivery) {
    if (delivery instanceof TraceEvent.AgentStarted begun
        && begun.attempt() == 1
        && !parts.isJoin(begun.agent())) {
      count(begun.eventId(), begun.agent());
    }
    AgentFigures figures = agents.get(delivery.agent());
    if (figures == null && agents.size() < MOST_AGENTS) {
      figures = new AgentFigures();
      agents.put(delivery.agent(), figures);
    }
    if (figures != null) {
      figures.apply(delivery);
    }
  }

  private void remember(Envelope envelope) {
    if (origins.size() == MOST_ORIGINS) {
      origins.pollFirstEntry();
    }
    origins.put(
        envelope.id(), new Origin(envelope.source(), envelope.event().getClass().getSimpleName()));
  }

  private void count(EventId event, String to) {
    Origin origin = origins.get(event);
    if (origin != null) {
      count(origin.source(), origin.type(), to);
    }
  }

  private void count(String from, String type, String to) {
    var edge = new Edge(from, type, to);
    Traffic traffic = edges.get(edge);
    if (traffic == null && edges.size() < MOST_EDGES) {
      traffic = new Traffic();
      edges.put(edge, traffic);
    }
    if (traffic != null) {
      traffic.count++;
      traffic.rate.add(1);
    }
  }

  void tick() {
    edges.values().forEach(traffic -> traffic.rate.tick());
    agents.values().forEach(AgentFigures::tick);
  }

  AgentFigures.@Nullable View agent(String name) {
    AgentFigures figures = agents.get(name);
    return figures == null ? null : figures.view();
  }

  /** The busiest ways. */
  List<EdgeView> busiest(int most) {
    return edges.entrySet().stream()
        .map(entry -> view(entry.getKey(), entry.getValue()))
        .sorted(BUSIEST_FIRST)
        .limit(most)
        .toList();
  }

  private static EdgeView view(Edge edge, Traffic traffic) {
    return new EdgeView(
        edge.from(), edge.type(), edge.to(), traffic.count, traffic.rate.perSecond());
  }

  int ways() {
    return edges.size();
  }

  private record Origin(String source, String type) {}

  private record Edge(String from, String type, String to) {}

  private static final class Traffic {
    private final Rate rate = new Rate(Ticker.ticks(Duration.ofSeconds(5)));
    private long count;
  }

  /** A way of one type of event, for the page; {@code to} is empty if nobody takes it. */
  record EdgeView(String from, String type, String to, long count, double rate) {}
}
