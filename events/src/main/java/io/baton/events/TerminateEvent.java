package io.baton.events;

/**
 * An agent's wish to end the dispatcher: answered or emitted, it closes the dispatcher from inside.
 * Everything that was accepted is still handled.
 *
 * @param reason why, for the log
 */
public record TerminateEvent(String reason) implements SystemEvent {}
