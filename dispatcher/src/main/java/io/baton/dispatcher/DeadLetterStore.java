package io.baton.dispatcher;

import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The last dead letters, by event and agent. Guarded by itself. */
final class DeadLetterStore implements DeadLetters {

  static final int CAPACITY = 10_000;

  private final Engine engine;
  private final LinkedHashMap<Place, DeadLetter> letters = new LinkedHashMap<>();
  private long dropped;

  DeadLetterStore(Engine engine) {
    this.engine = engine;
  }

  synchronized void add(DeadLetter letter) {
    letters.remove(Place.of(letter));
    letters.put(Place.of(letter), letter);
    if (letters.size() > CAPACITY) {
      letters.pollFirstEntry();
      dropped++;
    }
  }

  @Override
  public synchronized List<DeadLetter> list() {
    return new ArrayList<>(letters.values());
  }

  @Override
  public synchronized int size() {
    return letters.size();
  }

  @Override
  public synchronized long dropped() {
    return dropped;
  }

  @Override
  public boolean redispatch(DeadLetter letter) {
    RouteEntry route = engine.router().table().named(letter.agent());
    Event event = letter.envelope().event();
    boolean isForIt =
        route != null
            && route.matching(event.getClass()) != null
            && !(event instanceof SpawnedCode);
    if (route == null || !isForIt || !remove(letter)) {
      return false;
    }
    boolean isDone = false;
    try {
      engine.redispatch(letter.envelope(), route);
      isDone = true;
    } finally {
      if (!isDone) {
        add(letter);
      }
    }
    return true;
  }

  @Override
  public synchronized boolean remove(DeadLetter letter) {
    return letters.remove(Place.of(letter)) != null;
  }

  /** One delivery. */
  private record Place(EventId event, String agent) {

    static Place of(DeadLetter letter) {
      return new Place(letter.envelope().id(), letter.agent());
    }
  }
}
