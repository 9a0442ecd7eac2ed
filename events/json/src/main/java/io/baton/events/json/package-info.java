/**
 * Envelopes and events as JSON, by an explicit registry of type names; {@link
 * io.baton.events.json.EventCodec} is the entry.
 */
@NullMarked
package io.baton.events.json;

import org.jspecify.annotations.NullMarked;
