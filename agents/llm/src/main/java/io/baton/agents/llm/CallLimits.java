package io.baton.agents.llm;

import java.time.Duration;

/**
 * How long one call of a model may take.
 *
 * @param idle how long a streaming model may be silent
 * @param whole how long a call may take from its beginning to its end
 */
record CallLimits(Duration idle, Duration whole) {

  static final CallLimits USUAL = new CallLimits(Duration.ofSeconds(60), Duration.ofMinutes(10));
}
