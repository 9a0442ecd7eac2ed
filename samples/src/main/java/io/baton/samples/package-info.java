/** The programs that {@code samples/run} starts. */
@NullMarked
package io.baton.samples;

import org.jspecify.annotations.NullMarked;
