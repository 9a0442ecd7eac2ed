/** Two agents that argue in turn, and a third that decides. */
@NullMarked
package io.baton.samples.debate;

import org.jspecify.annotations.NullMarked;
