/** Agents that talk to language models. */
@NullMarked
package io.baton.agents.llm;

import org.jspecify.annotations.NullMarked;
