package io.baton.dispatcher;

import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.Failure;
import io.baton.events.SystemEvent;
import io.baton.events.Unrouted;
import io.baton.tracing.TraceEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a delivery that has failed for good. Thread-safe. */
final class Failures {

  /** The agent in the dead letter of an event that no route took. */
  static final String NO_AGENT = "unrouted";

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Engine engine;
  private final JoinFailures joins;

  Failures(Engine engine) {
    this.engine = engine;
    joins = new JoinFailures(engine);
  }

  JoinFailures joins() {
    return joins;
  }

  /**
   * Buries a delivery that has failed, and tells the joins that could have got a part from it.
   *
   * @param route the route that failed; null if the event never reached one
   */
  void bury(Message message, @Nullable RouteEntry route, int attempts, Throwable cause) {
    bury(message, route, attempts, cause, null);
  }

  /**
   * As above, and its run, if it has one, ends as failed.
   *
   * @param runEnds why the run ends; null if it goes on
   */
  void bury(
      Message message,
      @Nullable RouteEntry route,
      int attempts,
      Throwable cause,
      @Nullable String runEnds) {
    DeadLetter letter = keep(message, route, attempts, cause, runEnds);
    if (route != null) {
      joins.failed(message, route, letter);
    }
  }

  /**
   * Keeps, counts, logs and traces a dead letter, and has it routed like any event, unless it is
   * about a system event.
   *
   * @param route the route that the letter names; null if the event never reached one
   */
  void keep(Message message, @Nullable RouteEntry route, int attempts, Throwable cause) {
    keep(message, route, attempts, cause, null);
  }

  private DeadLetter keep(
      Message message,
      @Nullable RouteEntry route,
      int attempts,
      Throwable cause,
      @Nullable String runEnds) {
    String agent = route == null ? NO_AGENT : route.name();
    var letter =
        new DeadLetter(message.envelope(), agent, attempts, describe(cause), path(message));
    engine.tally().failed();
    engine.deadLetters().add(letter);
    RunState run = message.run();
    if (run != null) {
      run.failed(letter);
      if (runEnds != null) {
        run.fail(runEnds); // before the letter is routed, which is not of the run any more
      }
    }
    log(message, agent, cause);
    trace(message, agent, attempts, letter.cause());
    // An agent that answers dead letters with events must not keep a loop alive that has ended.
    boolean isOnceMore = message.hops() - 1 > message.maxHops();
    if (!(message.event() instanceof SystemEvent) && !isOnceMore) {
      engine.publish(new FollowUps(message.copy(), route, Lane.DEAD_LETTER, 0, null, letter));
    }
    return letter;
  }

  private void log(Message message, String agent, Throwable cause) {
    try {
      log.error(
          "delivery failed: dispatcher={} agent={} type={} id={} correlation={}",
          engine.name(),
          agent,
          message.event().getClass().getSimpleName(),
          message.id(),
          message.correlationId(),
          cause);
    } catch (Throwable e) {
      log.error(
          "a failure could not be logged: agent={} type={}", agent, cause.getClass().getName());
    }
  }

  /** An exception's own methods are foreign code, and may fail. */
  static Failure describe(Throwable cause) {
    try {
      return Failure.of(cause);
    } catch (Throwable e) {
      return new Failure(
          cause.getClass().getName(), "could not be described: " + e.getClass().getName(), "");
    }
  }

  /** Whether it tells that something went wrong, and so is told even if its run is over. */
  static boolean isReport(Message message) {
    Event event = message.event();
    return message.hops() > 0 && (event instanceof DeadLetter || event instanceof Unrouted);
  }

  /** Logs what went wrong while a failure was dealt with; the letter tells of that failure. */
  void warn(String what, Message message, RouteEntry route, Throwable cause) {
    log.warn(
        "{} failed: dispatcher={} agent={} id={} correlation={}",
        what,
        engine.name(),
        route.name(),
        message.id(),
        message.correlationId(),
        cause);
  }

  private static List<String> path(Message message) {
    if (message.path() != null) {
      return Path.names(message.path());
    }
    String source = message.sourceName();
    return source.equals(Envelope.APPLICATION) ? List.of() : List.of(source);
  }

  private void trace(Message message, String agent, int attempts, Failure cause) {
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.DeadLettered(
                  message.correlationId(),
                  message.id(),
                  agent,
                  attempts,
                  engine.time().now(),
                  cause));
    }
  }
}
