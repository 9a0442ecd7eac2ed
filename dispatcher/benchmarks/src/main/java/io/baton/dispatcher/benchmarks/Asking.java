package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import io.baton.agents.Answer;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Questions to one agent: the next once the one before is answered, or many open at once. Without
 * asking, the event is dispatched and its answer handed over by an agent that gives a permit.
 */
final class Asking {

  private Asking() {}

  static Side plain(Execution execution) {
    var answered = new Handover();
    var router = answering(execution);
    inline(router, Reply.class, "handing", (reply, _) -> answered.give(reply.n()));
    return new Asked(
        AsyncDispatcher.start(router),
        (dispatcher, units) -> {
          for (int i = 0; i < units; i++) {
            dispatcher.dispatch(new Query(i));
            check(answered.take(), i);
          }
        });
  }

  static Side asks(Execution execution) {
    return new Asked(
        AsyncDispatcher.start(answering(execution)),
        (dispatcher, units) -> {
          for (int i = 0; i < units; i++) {
            check(dispatcher.ask(new Query(i), Reply.class).get(BatonSide.PATIENCE).n(), i);
          }
        });
  }

  static Side plainWindow() {
    var goal = new Goal(1, 1);
    var router = answering(Execution.INLINE);
    inline(router, Reply.class, "counting", (reply, _) -> goal.count(0).seen(reply.n()));
    var dispatcher = AsyncDispatcher.start(router);
    return new BatonSide(
        dispatcher,
        goal,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            dispatcher.dispatch(new Query(i));
          }
        });
  }

  static Side window() {
    return new Asked(
        AsyncDispatcher.start(answering(Execution.INLINE)),
        (dispatcher, units) -> {
          var window = new Window<Question>(Question::await);
          for (int i = 0; i < units; i++) {
            window.add(new Question(i, dispatcher.ask(new Query(i), Reply.class)));
          }
          window.awaitAll();
        });
  }

  private static Router answering(Execution execution) {
    var router = new Router();
    router.on(
        Query.class,
        "answering",
        (query, _) -> List.of(new Reply(query.n())),
        options -> options.execution(execution));
    return router;
  }

  private static void check(int answer, int asked) {
    if (answer != asked) {
      throw new IllegalStateException("asked for " + asked + ", but was answered " + answer);
    }
  }

  private record Asked(AsyncDispatcher dispatcher, Asker asker) implements Side {

    @Override
    public long run(int units) throws InterruptedException {
      long begin = System.nanoTime();
      asker.ask(dispatcher, units);
      long end = System.nanoTime();
      BatonSide.awaitDrained(dispatcher);
      return end - begin;
    }

    @Override
    public void close() {
      dispatcher.close();
    }
  }

  @FunctionalInterface
  private interface Asker {
    void ask(AsyncDispatcher dispatcher, int units) throws InterruptedException;
  }

  private record Question(int n, Answer<Reply> answer) {

    void await() throws InterruptedException {
      check(answer.get(BatonSide.PATIENCE).n(), n);
    }
  }

  /** One number at a time, from the dispatcher's thread to the one that waits. */
  private static final class Handover {

    private final Semaphore given = new Semaphore(0);
    // Ordered by the permit.
    private int number;

    List<Event> give(int number) {
      this.number = number;
      given.release();
      return List.of();
    }

    int take() throws InterruptedException {
      given.acquire();
      return number;
    }
  }

  private record Query(int n) implements Event {}

  private record Reply(int n) implements Event {}
}
