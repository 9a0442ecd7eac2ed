/**
 * Text analysis by agents: an analyzer and a summarizer work on each text at the same time, a join
 * brings their results together. It needs no network and no language model service, unless one is
 * named to do the work.
 */
@NullMarked
package io.baton.samples.text;

import org.jspecify.annotations.NullMarked;
