package io.baton.dispatcher;

import io.baton.events.Event;

/** The events of the tests of the rules. */
sealed interface Act extends Event {

  record Ask(int n) implements Act {}

  record Reply(int n) implements Act {}

  record Tick(int n) implements Act {}

  record Left(int n) implements Act {}

  record Right(int n) implements Act {}

  record Both(int left, int right) implements Act {}
}
