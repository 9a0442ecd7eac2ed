package io.baton.samples.programs;

import io.baton.events.Event;

/** The events of an evening. */
sealed interface Evening extends Event {

  record Ask(String mood) implements Evening {}

  record Food(String dish) implements Evening {}

  record Film(String title) implements Evening {}

  record Plan(String dish, String title) implements Evening {}
}
