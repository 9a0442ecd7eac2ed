package io.baton.dispatcher;

import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The headers of the parts of a route's joins, which the joins do not keep, from their arrival to
 * the closing of their join; of the last {@value #MOST} parts. Confined to the dispatcher's thread.
 */
final class PartHeaders {

  static final int MOST = 65_536;

  private final Map<EventId, Headers> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EventId, Headers> eldest) {
          return size() > MOST;
        }
      };

  void add(Message part) {
    Headers headers = part.headers();
    if (!headers.asMap().isEmpty()) {
      kept.put(part.id(), headers);
    }
  }

  /** Those of the parts of a join that has closed, which are not kept any longer. */
  List<AgentAttempt.Part> take(List<EventId> parts) {
    var found = new ArrayList<AgentAttempt.Part>(parts.size());
    for (var id : parts) {
      Headers headers = kept.remove(id);
      if (headers != null) {
        found.add(new AgentAttempt.Part(id, headers));
      }
    }
    return found;
  }
}
