/** Immutable events, the envelopes they travel in, and the ids that tie them together. */
@NullMarked
package io.baton.events;

import org.jspecify.annotations.NullMarked;
