@NullMarked
package io.baton.dispatcher.benchmarks;

import org.jspecify.annotations.NullMarked;
