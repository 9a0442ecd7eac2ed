/** What Baton costs beside the bare Disruptor: workloads, the forks that run them, the table. */
@NullMarked
package io.baton.dispatcher.benchmarks;

import org.jspecify.annotations.NullMarked;
