package io.baton.dispatcher;

import io.baton.events.Event;

/**
 * Stands in a dead letter for code that was {@linkplain AsyncDispatcher#spawn spawned} and has
 * failed, since no event was delivered to it. Such a letter cannot be redispatched.
 *
 * @param name the name that the code was given
 */
public record SpawnedCode(String name) implements Event {}
