package io.baton.samples.debate;

/**
 * What the judge answers.
 *
 * @param winner whose arguments are better
 * @param reason why
 */
public record Ruling(Side winner, String reason) {}
