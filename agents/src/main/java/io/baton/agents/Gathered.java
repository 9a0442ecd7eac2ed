package io.baton.agents;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the calls of a {@link Gather}, in their order. Immutable.
 *
 * @param <T> what the calls give
 */
public final class Gathered<T extends @Nullable Object> extends AbstractList<Outcome<T>>
    implements RandomAccess {

  private static final int MOST_NAMED = 3;

  private final List<Outcome<T>> outcomes;
  private final int needed;
  private final Duration elapsed;

  Gathered(List<Outcome<T>> outcomes, int needed, Duration elapsed) {
    this.outcomes = List.copyOf(outcomes);
    this.needed = needed;
    this.elapsed = elapsed;
  }

  @Override
  public Outcome<T> get(int index) {
    return outcomes.get(index);
  }

  @Override
  public int size() {
    return outcomes.size();
  }

  /** How long all of it took. */
  public Duration elapsed() {
    return elapsed;
  }

  /** What the calls gave that have ended well, in the order of the calls; may hold nulls. */
  public List<T> values() {
    var values = new ArrayList<T>(outcomes.size());
    for (var outcome : outcomes) {
      if (outcome instanceof Outcome.Ok<T> ok) {
        values.add(ok.value());
      }
    }
    return Collections.unmodifiableList(values);
  }

  /** The calls that did not end well, in their order. */
  public List<Outcome<T>> unsuccessful() {
    return outcomes.stream().filter(outcome -> !outcome.isOk()).toList();
  }

  /** Whether all calls have ended well, or as many as the quorum asks for. */
  public boolean isEnough() {
    return values().size() >= needed;
  }

  /**
   * What the calls gave, if all have ended well, or as many as the quorum asks for.
   *
   * @throws GatherFailedException otherwise. Its cause is that of the first call that did not end
   *     well; those of all others are suppressed
   */
  public List<T> orThrow() {
    if (isEnough()) {
      return values();
    }
    List<Outcome<T>> bad = unsuccessful();
    var failure = new GatherFailedException(message(bad), causeOf(bad.getFirst()), this);
    bad.stream().skip(1).map(Gathered::causeOf).forEach(failure::addSuppressed);
    throw failure;
  }

  private String message(List<Outcome<T>> bad) {
    String named =
        bad.stream().limit(MOST_NAMED).map(Object::toString).collect(Collectors.joining("; "));
    String quorum = needed < size() ? ", " + needed + " were needed" : "";
    return "%d of %d calls did not end well%s: %s%s"
        .formatted(bad.size(), size(), quorum, named, bad.size() > MOST_NAMED ? "; ..." : "");
  }

  private static Throwable causeOf(Outcome<?> outcome) {
    return outcome instanceof Outcome.Failed<?> failed
        ? failed.cause()
        : outcome instanceof Outcome.TimedOut
            ? new TimeoutException(outcome.toString())
            : new CancellationException(outcome.toString());
  }
}
