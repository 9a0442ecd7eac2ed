package io.baton.events;

/**
 * An event that no route took.
 *
 * @param envelope the event and what travelled with it
 */
public record Unrouted(Envelope envelope) implements SystemEvent {}
