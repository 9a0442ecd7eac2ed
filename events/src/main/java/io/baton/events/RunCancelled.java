package io.baton.events;

/**
 * A run that was cancelled before its end.
 *
 * @param reason what the caller of {@code cancel} gave
 */
public record RunCancelled(String reason) implements SystemEvent {}
