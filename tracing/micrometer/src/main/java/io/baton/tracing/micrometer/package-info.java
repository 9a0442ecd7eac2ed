/** Meters and spans of dispatchers, for Micrometer. */
@NullMarked
package io.baton.tracing.micrometer;

import org.jspecify.annotations.NullMarked;
