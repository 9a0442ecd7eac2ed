package io.baton.agents;

import io.baton.events.Event;

/** The events of the tests. */
sealed interface Meal extends Event {

  record Food(String dish) implements Meal {}

  record Film(String title) implements Meal {}

  record Wine(String grape) implements Meal {}

  record Music(String tune) implements Meal {}

  record Guest(String name) implements Meal {}

  record Plan(String text) implements Meal {}

  record Count(int guests) implements Meal {}

  /** A sealed parent, to be a slot of its own. */
  sealed interface Sweet extends Event {}

  record Cake(int slices) implements Sweet {}

  record Ice(String flavour) implements Sweet {}
}
