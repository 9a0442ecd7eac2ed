package io.baton.tracing.micrometer;

import io.baton.events.Event;

/** Events for tests. */
final class Kitchen {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Drink(int n) implements Event {}

  record Plan(int n) implements Event {}

  private Kitchen() {}
}
