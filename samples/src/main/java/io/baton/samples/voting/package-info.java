/** Agents that judge the same text apart from each other, and the majority that decides. */
@NullMarked
package io.baton.samples.voting;

import org.jspecify.annotations.NullMarked;
