package io.baton.tracing.micrometer;

import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import io.micrometer.observation.Observation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link BatonSpans} lets a registry observe: that an event was dispatched, or the attempt of
 * an agent, or that it has called a model or a tool. {@link BatonSpanHandler} makes a span of it;
 * other handlers find its names and key values, as in every observation.
 */
public final class BatonObservation extends Observation.Context {

  /** What is observed. */
  enum Kind {
    SEND,
    AGENT,
    MODEL,
    TOOL
  }

  private final Kind kind;

  /** Where the span above it is found; null if that is the current one. */
  private final @Nullable Headers above;

  private final List<AgentAttempt.Part> links;
  private final Map<String, Long> numbers = new LinkedHashMap<>();
  private @Nullable Instant start;
  private @Nullable Instant end;

  BatonObservation(Kind kind, @Nullable Headers above, List<AgentAttempt.Part> links) {
    this.kind = kind;
    this.above = above;
    this.links = links;
  }

  Kind kind() {
    return kind;
  }

  @Nullable Headers above() {
    return above;
  }

  List<AgentAttempt.Part> links() {
    return links;
  }

  /** Attributes that are numbers, which key values cannot be. */
  Map<String, Long> numbers() {
    return numbers;
  }

  void number(String name, long value) {
    numbers.put(name, value);
  }

  /** It is observed after the fact. */
  void happened(Instant start, Instant end) {
    this.start = start;
    this.end = end;
  }

  @Nullable Instant start() {
    return start;
  }

  @Nullable Instant end() {
    return end;
  }
}
