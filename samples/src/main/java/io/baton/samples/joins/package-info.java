/** Small programs that show what joins are good for. */
@NullMarked
package io.baton.samples.joins;

import org.jspecify.annotations.NullMarked;
