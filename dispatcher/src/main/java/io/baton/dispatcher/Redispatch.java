package io.baton.dispatcher;

import io.baton.events.Envelope;

/**
 * An event that is delivered once more, to one route.
 *
 * @param envelope what it was when it failed
 * @param route the only route that it goes to
 * @param run what owns it now
 */
record Redispatch(Envelope envelope, RouteEntry route, RunState run) {}
