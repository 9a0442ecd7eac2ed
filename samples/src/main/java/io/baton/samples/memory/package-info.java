/** Small programs that show what working memory is good for. */
@NullMarked
package io.baton.samples.memory;

import org.jspecify.annotations.NullMarked;
