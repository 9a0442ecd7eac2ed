/** Routes events to agents over an LMAX Disruptor, and knows exactly when they are done. */
@NullMarked
package io.baton.dispatcher;

import org.jspecify.annotations.NullMarked;
