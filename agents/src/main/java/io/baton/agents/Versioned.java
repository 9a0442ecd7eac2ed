package io.baton.agents;

/**
 * A value of working memory with its version.
 *
 * @param value the value
 * @param version how often the key was written; 0 for the initial value
 * @param <T> the type of the value
 */
public record Versioned<T>(T value, long version) {}
