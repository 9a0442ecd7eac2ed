package io.baton.agents.llm;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call. Immutable.
 *
 * @param text what the model is told
 * @param cause why it failed; null if it did not
 * @param time when it ended
 * @param work how long it ran
 */
record ToolResult(String text, @Nullable Throwable cause, Instant time, Duration work) {}
