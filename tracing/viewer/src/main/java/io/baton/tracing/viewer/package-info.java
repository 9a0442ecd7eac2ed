/** A live page of what happens in a dispatcher, and reports as one file. */
@NullMarked
package io.baton.tracing.viewer;

import org.jspecify.annotations.NullMarked;
