/** The command line of the text analysis: reads texts, dispatches them, prints results. */
@NullMarked
package io.baton.samples.cli;

import org.jspecify.annotations.NullMarked;
