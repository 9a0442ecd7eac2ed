package io.baton.tracing.viewer;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DispatchInterruptedException;
import io.baton.dispatcher.DispatcherClosedException;
import io.baton.events.DeadLetter;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Shows the dead letters of all dispatchers, and does with one what a user asks. Thread-safe. */
final class DeadLetterDesk {

  private static final int MOST_SHOWN = 200;
  private static final String NOT_KEPT = "That letter is not kept any more.";

  private final Sources sources;
  private final Payloads payloads;

  DeadLetterDesk(Sources sources, Payloads payloads) {
    this.sources = sources;
    this.payloads = payloads;
  }

  /** The newest of each dispatcher, the newest first. */
  List<Pile> list() {
    return sources.dispatchers().stream().map(this::pile).toList();
  }

  private Pile pile(AsyncDispatcher dispatcher) {
    List<DeadLetter> letters = dispatcher.deadLetters().list().reversed();
    return new Pile(
        dispatcher.name(),
        letters.size(),
        dispatcher.deadLetters().dropped(),
        letters.stream().limit(MOST_SHOWN).map(this::view).toList());
  }

  private View view(DeadLetter letter) {
    var envelope = letter.envelope();
    return new View(
        envelope.id().toString(),
        envelope.correlationId().toString(),
        envelope.event().getClass().getSimpleName(),
        envelope.source(),
        letter.agent(),
        letter.attempts(),
        payloads.failure(letter.cause(), false),
        letter.path(),
        envelope.time().toEpochMilli(),
        payloads.of(envelope.event()).value());
  }

  /** The stack of the cause of a letter. */
  Optional<String> stack(String dispatcher, String event, String agent) {
    return find(dispatcher, event, agent)
        .map(found -> payloads.failure(found.letter().cause(), true).stack());
  }

  /** Delivers a letter once more, or forgets it, and says what came of it. */
  Response act(String action, JsonNode wanted) {
    Found found =
        find(text(wanted, "dispatcher"), text(wanted, "event"), text(wanted, "agent")).orElse(null);
    if (found == null) {
      return done(false, NOT_KEPT);
    }
    return action.equals("remove")
        ? done(found.dispatcher().deadLetters().remove(found.letter()), "Forgotten.")
        : redispatch(found.dispatcher(), found.letter());
  }

  private static Response redispatch(AsyncDispatcher dispatcher, DeadLetter letter) {
    try {
      if (dispatcher.deadLetters().redispatch(letter)) {
        return done(true, "Delivered once more.");
      }
      boolean isKept = dispatcher.deadLetters().list().contains(letter);
      return done(false, isKept ? "Its route is gone, or has changed." : NOT_KEPT);
    } catch (DispatcherClosedException _) {
      return done(false, "The dispatcher is closed; the letter is kept.");
    } catch (DispatchInterruptedException _) { // the viewer was closed
      return done(false, "The dispatcher was full until this page has ended; the letter is kept.");
    }
  }

  /** In whichever dispatcher of that name it is: one may have taken the place of another. */
  private Optional<Found> find(String name, String event, String agent) {
    return sources.dispatchers().stream()
        .filter(dispatcher -> dispatcher.name().equals(name))
        .flatMap(dispatcher ->
            dispatcher.deadLetters().list().stream()
                .filter(letter -> letter.agent().equals(agent))
                .filter(letter -> letter.envelope().id().toString().equals(event))
                .map(letter -> new Found(dispatcher, letter)))
        .findFirst();
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value != null && value.isString() ? value.stringValue() : "";
  }

  private static Response done(boolean done, String message) {
    return Response.json(done ? 200 : 409, new Outcome(done, message));
  }

  private record Found(AsyncDispatcher dispatcher, DeadLetter letter) {}

  /** What came of a wish. */
  record Outcome(boolean done, String message) {}

  /** The letters of one dispatcher. */
  record Pile(String dispatcher, int kept, long dropped, List<View> letters) {}

  /** A letter, for the page. */
  record View(
      String event,
      String correlation,
      String type,
      String source,
      String agent,
      int attempts,
      Payloads.FailureView cause,
      List<String> path,
      long time,
      Object payload) {}
}
