/** What a model may use in a conversation. */
@NullMarked
package io.baton.samples.chat;

import org.jspecify.annotations.NullMarked;
