package io.baton.dispatcher;

import java.util.concurrent.CompletableFuture;

/** Keeps foreign callbacks away from the dispatcher's thread. */
final class Callbacks {

  private Callbacks() {}

  /** Runs foreign code on a virtual thread of its own. */
  static void start(Runnable code) {
    Thread.ofVirtual().name("baton-callback").start(code);
  }

  /** A future that completes as another does, but on a virtual thread. */
  static <T> CompletableFuture<T> on(CompletableFuture<T> source) {
    var copy = new CompletableFuture<T>();
    var _ =
        source.whenCompleteAsync(
            (value, error) -> {
              if (error == null) {
                copy.complete(value);
              } else {
                copy.completeExceptionally(error);
              }
            },
            Callbacks::start);
    return copy;
  }
}
