/** Trace events as JSON Lines, out and in, and explanations as JSON. */
@NullMarked
package io.baton.tracing.json;

import org.jspecify.annotations.NullMarked;
