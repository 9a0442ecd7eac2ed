package io.baton.agents.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that a scanner tells of a text. */
record Scan(List<FieldEvent> events, Optional<String> failure) {

  static Scan of(List<String> fragments) {
    return of(FieldLimits.defaults(), fragments);
  }

  static Scan of(FieldLimits limits, List<String> fragments) {
    var events = new ArrayList<FieldEvent>();
    var scanner = new FieldScanner(FieldShape.any(), limits, events::add);
    FieldException failure = null;
    try {
      fragments.forEach(scanner::accept);
    } catch (FieldException e) {
      failure = e;
    }
    try {
      scanner.end();
    } catch (FieldException e) {
      failure = e;
    }
    return new Scan(List.copyOf(events), Optional.ofNullable(failure).map(Throwable::toString));
  }

  FieldEvent.End end() {
    return (FieldEvent.End) events.getLast();
  }

  /** The same, with pieces that follow each other put together. */
  Scan joined() {
    var joined = new ArrayList<FieldEvent>();
    for (FieldEvent event : events) {
      FieldEvent last = joined.isEmpty() ? null : joined.getLast();
      if (event instanceof FieldEvent.Delta(var path, var text)
          && last instanceof FieldEvent.Delta(var before, var begun)
          && path.equals(before)) {
        joined.set(joined.size() - 1, new FieldEvent.Delta(path, begun + text));
      } else {
        joined.add(event);
      }
    }
    return new Scan(joined, failure);
  }

  static @Nullable FieldPath pathOf(FieldEvent event) {
    return switch (event) {
      case FieldEvent.Delta(var path, _) -> path;
      case FieldEvent.Done(var path, _) -> path;
      case FieldEvent.Reset(var path) -> path;
      case FieldEvent.End _ -> null;
    };
  }
}
