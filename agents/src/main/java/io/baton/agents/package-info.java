/** What a user writes: agents, joins and working memory, which do not know what runs them. */
@NullMarked
package io.baton.agents;

import org.jspecify.annotations.NullMarked;
