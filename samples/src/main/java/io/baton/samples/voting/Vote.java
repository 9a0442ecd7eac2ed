package io.baton.samples.voting;

/**
 * What a voter answers.
 *
 * @param choice what it chooses
 * @param reason why, in a few words
 */
record Vote(Choice choice, String reason) {}
