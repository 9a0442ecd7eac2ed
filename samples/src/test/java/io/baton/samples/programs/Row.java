package io.baton.samples.programs;

/** A row of {@link Table}. */
record Row(String key, String account, long cents) {}
