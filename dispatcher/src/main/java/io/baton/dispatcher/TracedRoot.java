package io.baton.dispatcher;

import io.baton.events.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a tracer has to say of an event from outside.
 *
 * @param headers the headers that it gets
 * @param origin what else is known of it, as {@link EventRing#publish} is told
 */
record TracedRoot(Headers headers, @Nullable Object origin) {}
