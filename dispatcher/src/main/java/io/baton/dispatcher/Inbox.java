package io.baton.dispatcher;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What other threads hand to the dispatcher's thread: unbounded, so that nobody inside ever waits.
 * Many put, one takes. A stack that is taken whole and turned round (Treiber: Systems programming,
 * coping with parallelism, 1986), so that posts come out in the order in which they were put.
 */
final class Inbox {

  private final AtomicReference<@Nullable Post> newest = new AtomicReference<>();

  /** Puts a post; a full memory fence. */
  void put(Post post) {
    Post head;
    do {
      head = newest.get();
      post.next = head;
    } while (!newest.compareAndSet(head, post));
  }

  boolean isEmpty() {
    return newest.get() == null;
  }

  /** Takes all, the oldest first, linked by {@code next}; null if there are none. */
  @Nullable Post takeAll() {
    if (isEmpty()) {
      return null;
    }
    Post oldest = null;
    for (Post post = newest.getAndSet(null); post != null; ) {
      Post before = post.next;
      post.next = oldest;
      oldest = post;
      post = before;
    }
    return oldest;
  }
}
