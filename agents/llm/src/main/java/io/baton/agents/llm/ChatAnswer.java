package io.baton.agents.llm;

/**
 * What a chat answers to a question. Immutable.
 *
 * @param text the text of the model's last message; empty if it had none
 * @param meta what is known of all the calls of the model that it took
 */
public record ChatAnswer(String text, ReplyMeta meta) {}
