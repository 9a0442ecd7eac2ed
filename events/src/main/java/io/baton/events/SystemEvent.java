package io.baton.events;

/**
 * What the dispatcher itself has to tell. Such events go only to routes on one of these types,
 * never to a route on {@link Event}; a failure while one is handled is stored and logged, not
 * routed again.
 */
public sealed interface SystemEvent extends Event
    permits DeadLetter, JoinTimedOut, MemoryChanged, RunCancelled, TerminateEvent, Unrouted {}
