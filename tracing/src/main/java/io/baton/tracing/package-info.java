/** What happened to an event and why: trace events, tracers that take them, and a recorder. */
@NullMarked
package io.baton.tracing;

import org.jspecify.annotations.NullMarked;
