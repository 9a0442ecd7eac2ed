/** Small programs that show what becomes of agents that never come to an end. */
@NullMarked
package io.baton.samples.loops;

import org.jspecify.annotations.NullMarked;
