package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import io.baton.agents.Join;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;

/**
 * One producer, one event that an agent answers with three, which are joined to one; the first
 * dispatched plainly, so that its correlation is the join's key, or in a run, which is the key
 * then.
 */
final class RunJoins {

  private RunJoins() {}

  static Side plain() {
    var goal = new Goal(1, 1);
    var dispatcher = start(goal);
    return new BatonSide(
        dispatcher,
        goal,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            dispatcher.dispatch(new Task(i));
          }
        });
  }

  static Side runs() {
    var goal = new Goal(1, 1);
    var dispatcher = start(goal);
    return new BatonSide(
        dispatcher,
        goal,
        1,
        (from, to) -> {
          var window = new Window<>(RunEach::awaitCompleted);
          for (int i = from; i < to; i++) {
            window.add(dispatcher.run(new Task(i)));
          }
          window.awaitAll();
        });
  }

  private static AsyncDispatcher start(Goal goal) {
    var router = new Router();
    inline(
        router,
        Task.class,
        "splitting",
        (task, _) -> List.of(new A(task.n()), new B(task.n()), new C(task.n())));
    router.on(
        "join",
        Join.of(A.class, B.class, C.class).into((a, _, _) -> new Joined(a.n())),
        options -> options.execution(Execution.INLINE));
    inline(router, Joined.class, "counting", (joined, _) -> goal.count(0).seen(joined.n()));
    return AsyncDispatcher.start(router);
  }

  private record Task(int n) implements Event {}

  private record A(int n) implements Event {}

  private record B(int n) implements Event {}

  private record C(int n) implements Event {}

  private record Joined(int n) implements Event {}
}
