package io.baton.events;

/**
 * What agents receive and answer with: an immutable fact or request, best written as a record.
 *
 * <p>An event carries no id, source or correlation of its own; these stand in its {@link Envelope}.
 * Implementations must be immutable, since many agents read one instance at the same time. A class
 * with type parameters cannot be routed, because its type argument is lost at run time.
 */
public interface Event {}
