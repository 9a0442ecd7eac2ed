package io.baton.agents.llm;

import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one answer, for any number of readers. Every reader, whenever it comes, gets all
 * events from the first one on, waits for those that are still to come, and ends exactly once:
 * after the {@link FieldEvent.End}, or with the failure that there was instead.
 *
 * <p>If the model is asked again, because its answer was refused, every reader gets a {@link
 * FieldEvent.Reset} of the root and then the events of the next attempt; an end comes only when an
 * attempt was accepted. So a reader that drops what a reset makes void is left with the accepted
 * answer, whenever it came.
 *
 * <p>All events are kept as long as the stream is: a hundred bytes or so for each, besides the
 * text. Thread-safe. Its waits let go of a virtual thread's carrier, and are refused with an {@link
 * IllegalStateException} in agents that must not wait.
 */
public final class FieldStream implements Iterable<FieldEvent>, Flow.Publisher<FieldEvent> {

  private final FieldFeed feed;
  private final Predicate<? super FieldEvent> filter;

  FieldStream(FieldFeed feed) {
    this(feed, _ -> true);
  }

  private FieldStream(FieldFeed feed, Predicate<? super FieldEvent> filter) {
    this.feed = feed;
    this.filter = filter;
  }

  /**
   * All events, one after the other, each as soon as it is known. Its methods throw the failure, if
   * there is one, and {@link FieldException.Interrupted} if the thread is interrupted.
   */
  @Override
  public Iterator<FieldEvent> iterator() {
    FieldReader.refuseWait();
    return new FieldIterator(reader());
  }

  /** Hands all events to a subscriber, as it asks for them, on a virtual thread of its own. */
  @Override
  public void subscribe(Flow.Subscriber<? super FieldEvent> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber must not be null");
    Thread.ofVirtual()
        .name("baton-fields")
        .start(new FieldSubscription(feed.log(), reader(), subscriber));
  }

  private FieldReader reader() {
    return new FieldReader(feed.log(), filter);
  }

  /**
   * The events of the paths of one form, what resets them, and the end. What is inside of them has
   * paths of its own.
   *
   * @param pattern as in {@code items[*].title}
   * @throws IllegalArgumentException if it is no pattern
   */
  public FieldStream at(String pattern) {
    FieldPattern wanted = FieldPattern.parse(pattern);
    return new FieldStream(feed, event -> filter.test(event) && isAt(wanted, event));
  }

  private static boolean isAt(FieldPattern wanted, FieldEvent event) {
    return switch (event) {
      case FieldEvent.Delta(var path, _) -> wanted.matches(path);
      case FieldEvent.Done(var path, _) -> wanted.matches(path);
      case FieldEvent.Reset(var path) -> wanted.mayBeInside(path);
      case FieldEvent.End _ -> true;
    };
  }

  /**
   * Waits until a value is closed. It is the first one at that path: if the model is asked again or
   * gives a key twice, another one may follow, which only {@link #tree} and the events tell.
   *
   * @param path as {@link FieldPath#parse} reads it
   * @return empty if the answer ended without it
   * @throws IllegalArgumentException if it is no path
   * @throws InterruptedException if the caller is interrupted
   */
  public Optional<JsonNode> done(String path) throws InterruptedException {
    FieldPath wanted = FieldPath.parse(path);
    return switch (await(
        event -> event instanceof FieldEvent.Done(var at, _) && at.equals(wanted))) {
      case FieldEvent.Done(_, JsonNode value) -> Optional.of(value);
      default -> Optional.empty();
    };
  }

  /**
   * Waits for the end.
   *
   * @throws InterruptedException if the caller is interrupted
   */
  public FieldEvent.End end() throws InterruptedException {
    return (FieldEvent.End) await(_ -> false);
  }

  /**
   * Waits for the whole value.
   *
   * @throws FieldException.NoValue if the answer has none, or it was cut off
   * @throws InterruptedException if the caller is interrupted
   */
  public JsonNode tree() throws InterruptedException {
    FieldEvent.End end = end();
    if (!end.isWhole()) {
      String what = end.truncated() ? "is cut off" : "holds no JSON object or array";
      throw new FieldException.NoValue(what, feed.beginning());
    }
    return end.tree();
  }

  /** Waits for an event of a kind, or the end. */
  private FieldEvent await(Predicate<? super FieldEvent> kind) throws InterruptedException {
    FieldReader.refuseWait();
    var entry = new FieldReader(feed.log(), kind).await();
    if (entry == null) {
      throw new InterruptedException("interrupted while waiting for the fields of an answer");
    }
    if (entry.failure != null) {
      throw entry.failure;
    }
    return Objects.requireNonNull(entry.event);
  }

  /** Whether a field is one that the answer was declared to have; all are unless some were. */
  public boolean isDeclared(FieldPath path) {
    return feed.shape().declares(path);
  }
}
