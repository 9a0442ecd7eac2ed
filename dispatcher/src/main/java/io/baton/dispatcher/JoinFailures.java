package io.baton.dispatcher;

import io.baton.agents.WhenFailed;
import io.baton.events.DeadLetter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Tells joins of deliveries that have failed for good, where they want to know. Thread-safe; the
 * joins themselves are told on the dispatcher's thread.
 */
final class JoinFailures {

  private final Engine engine;

  /** Joins that have had parts, and whose routes may be removed meanwhile. */
  private final Set<JoinRoute> begun = new CopyOnWriteArraySet<>();

  JoinFailures(Engine engine) {
    this.engine = engine;
  }

  void began(JoinRoute join) {
    if (wantsToKnow(join)) {
      begun.add(join);
    }
  }

  /** It will get no more parts. */
  void ended(JoinRoute join) {
    begun.remove(join);
  }

  /** To be called before the delivery ends, so that its run cannot end before the joins know. */
  void failed(Message message, RouteEntry route, DeadLetter letter) {
    Set<JoinRoute> joins = joins();
    if (joins.isEmpty()) {
      return;
    }
    RunState run = message.run();
    if (run != null) {
      run.begin();
    }
    String reason = "agent " + route.name() + " has failed: " + letter.cause();
    Message failed = message.copy();
    engine.post(
        Post.of(loop -> {
          try {
            joins.forEach(join -> join.failed(loop, failed, route, reason));
          } finally {
            if (run != null) {
              run.end();
            }
          }
        }));
  }

  private Set<JoinRoute> joins() {
    var joins = new LinkedHashSet<JoinRoute>(begun);
    for (var route : engine.router().table().routes()) {
      if (route instanceof JoinRoute join && wantsToKnow(join)) {
        joins.add(join);
      }
    }
    return joins;
  }

  private static boolean wantsToKnow(JoinRoute join) {
    return join.store().onFailure() != WhenFailed.CONTINUE;
  }
}
