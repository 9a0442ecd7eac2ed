package io.baton.agents;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/**
 * What two threads call at the same time, chosen by hand: a few scenarios that aim at the mistakes
 * one could make find them in a fraction of the time that scenarios by chance take.
 */
final class Scenario {

  private final Class<?> operations;
  private final List<Actor> before = new ArrayList<>();
  private final List<List<Actor>> threads = List.of(new ArrayList<>(), new ArrayList<>());

  /** A scenario of calls to methods of a class. */
  Scenario(Class<?> operations) {
    this.operations = operations;
  }

  /** Adds a call that comes first. */
  Scenario first(String method, Object... arguments) {
    before.add(actor(method, arguments));
    return this;
  }

  /** Adds a call by one thread. */
  Scenario one(String method, Object... arguments) {
    threads.getFirst().add(actor(method, arguments));
    return this;
  }

  /** Adds a call by the other thread. */
  Scenario other(String method, Object... arguments) {
    threads.getLast().add(actor(method, arguments));
    return this;
  }

  @SuppressWarnings("NullAway") // it takes null for no validation
  ExecutionScenario done() {
    return new ExecutionScenario(before, threads, List.of(), null);
  }

  private Actor actor(String name, Object... arguments) {
    Method method =
        Arrays.stream(operations.getMethods())
            .filter(candidate -> candidate.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return new Actor(method, List.of(arguments));
  }
}
