package io.baton.agents.llm;

import io.baton.agents.WaitGuard;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where one reader of a log stands. Confined to the thread that reads. */
final class FieldReader {

  private final FieldLog log;
  private final Predicate<? super FieldEvent> filter;
  private FieldLog.Entry at;

  FieldReader(FieldLog log, Predicate<? super FieldEvent> filter) {
    this.log = log;
    this.filter = filter;
    at = log.head();
  }

  /** Whether the last entry was taken. */
  boolean isAtEnd() {
    return at.isLast();
  }

  /** The next entry for this reader; null if it has not come yet. */
  FieldLog.@Nullable Entry peek() {
    var next = at.next();
    while (next != null && !isFor(next)) {
      at = next;
      next = at.next();
    }
    return next;
  }

  private boolean isFor(FieldLog.Entry entry) {
    return entry.event == null || entry.isLast() || filter.test(entry.event);
  }

  /** Goes past the entry that was peeked at. */
  void take(FieldLog.Entry entry) {
    at = entry;
  }

  /** Waits for the next entry; null if the thread was interrupted before it came. */
  FieldLog.@Nullable Entry await() {
    var next = peek();
    if (next == null) {
      refuseWait();
      log.await(() -> peek() != null, Thread.currentThread()::isInterrupted);
      next = peek();
    }
    return next;
  }

  /** Refuses to let an agent wait that never must. */
  static void refuseWait() {
    WaitGuard.beforeWaiting("the fields of an answer");
  }
}
