package io.baton.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event with the facts that travel beside it.
 *
 * <p>Immutable and thread-safe. The dispatcher makes it when an agent asks for it; agents never
 * make or copy one to keep a chain together.
 *
 * @param id the event's own identity
 * @param correlationId what it shares with all that the same dispatch caused
 * @param causationId the direct cause: the first of {@code causes}; empty for a root
 * @param causes all direct causes: none for a root, one usually, every part for the output of a
 *     join
 * @param source the name of the agent that made it, or {@link #APPLICATION}
 * @param time when it was made, as exact as one reading of the clock a batch
 * @param key its ordering key, if it is {@link Keyed}
 * @param hops how many agents stand between it and its root; 0 for a root
 * @param deadline when the run that it belongs to expires
 * @param headers what its root was given
 * @param event the event itself
 */
public record Envelope(
    EventId id,
    CorrelationId correlationId,
    Optional<EventId> causationId,
    List<EventId> causes,
    String source,
    Instant time,
    Optional<String> key,
    int hops,
    Optional<Instant> deadline,
    Headers headers,
    Event event) {

  /** The {@code source} of an event that no agent made. */
  public static final String APPLICATION = "application";

  /** Copies and checks. */
  public Envelope {
    causes = List.copyOf(causes);
    if (!causationId.equals(causes.stream().findFirst())) {
      throw new IllegalArgumentException(
          "causationId must be the first of causes " + causes + ", but is " + causationId);
    }
    if (hops < 0) {
      throw new IllegalArgumentException("hops must be at least 0, but is " + hops);
    }
  }

  /** A root of now, as an application would dispatch it: fresh ids, no cause, no headers. */
  public static Envelope root(Event event) {
    return root(event, Instant.now());
  }

  /** A root of the given time. */
  public static Envelope root(Event event, Instant time) {
    EventId id = Roots.IDS.root(time.toEpochMilli());
    return new Envelope(
        id,
        new CorrelationId(id.high(), id.low()),
        Optional.empty(),
        List.of(),
        APPLICATION,
        time,
        event instanceof Keyed keyed ? Optional.of(keyed.key()) : Optional.empty(),
        0,
        Optional.empty(),
        Headers.none(),
        event);
  }

  private static final class Roots {
    static final IdSource IDS = IdSource.timeOrdered();
  }
}
