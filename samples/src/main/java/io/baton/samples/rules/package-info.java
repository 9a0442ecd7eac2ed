/** Rules in the place of language models, for programs that run without one. */
@NullMarked
package io.baton.samples.rules;

import org.jspecify.annotations.NullMarked;
