package io.baton.dispatcher;

import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import java.util.List;
import java.util.TreeMap;

/**
 * The headers that a message has of its own, beside its run.
 *
 * @param headers those of the message itself
 * @param parts if it is a join that has closed, those of what was joined
 * @param next those of what is published for it
 */
record Carried(Headers headers, List<AgentAttempt.Part> parts, Headers next) {

  static Carried of(Headers headers) {
    return new Carried(headers, List.of(), headers);
  }

  /** What a follow-up has. */
  Carried onward() {
    return parts.isEmpty() && headers.equals(next) ? this : of(next);
  }

  /** The headers of both; where they have the same name, the second wins. */
  static Headers merge(Headers first, Headers second) {
    if (second.asMap().isEmpty()) {
      return first;
    }
    if (first.asMap().isEmpty()) {
      return second;
    }
    var both = new TreeMap<>(first.asMap());
    both.putAll(second.asMap());
    return Headers.of(both);
  }
}
