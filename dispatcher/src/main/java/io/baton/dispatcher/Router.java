package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.AsyncAgent;
import io.baton.agents.BatchAgent;
import io.baton.agents.Sink;
import io.baton.agents.TypedAgent;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Says which agent gets which events. An event goes to every route one of whose types it is an
 * instance of: its class, a superclass, an interface, a sealed parent.
 *
 * <p>Thread-safe; routes may be added and removed while the dispatcher runs: what is published
 * after the method has returned sees the new table. A router belongs to one dispatcher.
 *
 * <p>An agent that stands on several routes which match an event gets it once, by the route with
 * the most specific type (among equals, the one added first); lambdas are told apart by their
 * routes, since they have no identity of their own, and so are routes with a predicate.
 */
public final class Router {

  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile RouteTable table = RouteTable.EMPTY;

  /** Routes that may still have something to do. Guarded by this. */
  private final List<RouteEntry> removed = new ArrayList<>();

  /** An empty router. */
  public Router() {}

  /**
   * Adds a route to an agent.
   *
   * @throws IllegalArgumentException if the name is blank or taken, or the type has type parameters
   */
  public <E extends Event> Route on(Class<E> type, String name, Agent<? super E> agent) {
    return on(type, name, agent, UnaryOperator.identity());
  }

  /**
   * Adds a route to an agent, with options.
   *
   * @throws IllegalArgumentException if the name is blank or taken, the type has type parameters,
   *     or the options contradict each other
   */
  public <E extends Event> Route on(
      Class<E> type, String name, Agent<? super E> agent, UnaryOperator<RouteOptions<E>> options) {
    return add(RouteSpec.of(type, name, agent, options));
  }

  /**
   * Adds a route to an asynchronous agent. An {@link Agent} given here is run as one.
   *
   * @throws IllegalArgumentException as {@link #on(Class, String, Agent)}
   */
  public <E extends Event> Route onAsync(Class<E> type, String name, AsyncAgent<? super E> agent) {
    return onAsync(type, name, agent, UnaryOperator.identity());
  }

  /**
   * Adds a route to an asynchronous agent, with options.
   *
   * @throws IllegalArgumentException as {@link #on(Class, String, Agent, UnaryOperator)}
   */
  public <E extends Event> Route onAsync(
      Class<E> type,
      String name,
      AsyncAgent<? super E> agent,
      UnaryOperator<RouteOptions<E>> options) {
    return add(RouteSpec.of(type, name, agent, options));
  }

  /**
   * Adds a route to a sink, which answers nothing.
   *
   * @throws IllegalArgumentException as {@link #on(Class, String, Agent)}
   */
  public <E extends Event> Route listen(Class<E> type, String name, Sink<? super E> sink) {
    return listen(type, name, sink, UnaryOperator.identity());
  }

  /**
   * Adds a route to a sink, with options.
   *
   * @throws IllegalArgumentException as {@link #on(Class, String, Agent, UnaryOperator)}
   */
  public <E extends Event> Route listen(
      Class<E> type, String name, Sink<? super E> sink, UnaryOperator<RouteOptions<E>> options) {
    return add(RouteSpec.of(type, name, new SinkAgent<>(sink), options));
  }

  /**
   * Adds a route to an agent that takes several events at once.
   *
   * @param most how many events a batch holds at most
   * @param linger how long a batch waits for more events, from when it began to form; it does not
   *     wait while nothing else is active in the dispatcher, since then nothing more comes
   * @throws IllegalArgumentException as {@link #on(Class, String, Agent)}; and if {@code most} is
   *     less than 1, or {@code linger} is negative
   */
  public <E extends Event> Route onBatch(
      Class<E> type, String name, int most, Duration linger, BatchAgent<? super E> agent) {
    return onBatch(type, name, most, linger, agent, UnaryOperator.identity());
  }

  /**
   * Adds a route to an agent that takes several events at once, with options. The concurrency says
   * how many batches are handled at once. If the route is ordered by key or correlation, all events
   * of a batch that have the same one stand in their order, and no other batch has any of them
   * until this one is over.
   *
   * @param most how many events a batch holds at most
   * @param linger how long a batch waits for more events, from when it began to form; it does not
   *     wait while nothing else is active in the dispatcher, since then nothing more comes
   * @throws IllegalArgumentException as {@link #on(Class, String, Agent, UnaryOperator)}; and if
   *     {@code most} is less than 1, {@code linger} is negative, the execution is {@code INLINE},
   *     or there is a time-out, a rate or a circuit breaker
   */
  @SuppressWarnings("unchecked") // as in RouteSpec: a batch holds only events of the route's type
  public <E extends Event> Route onBatch(
      Class<E> type,
      String name,
      int most,
      Duration linger,
      BatchAgent<? super E> agent,
      UnaryOperator<RouteOptions<E>> options) {
    return add(
        RouteSpec.of(type, name, new Batching((BatchAgent<Event>) agent, most, linger), options));
  }

  /**
   * Adds a route to an agent that declares its types itself, such as a join.
   *
   * @throws IllegalArgumentException as {@link #on(Class, String, Agent)}
   */
  public <E extends Event> Route on(String name, TypedAgent<E> agent) {
    return on(name, agent, UnaryOperator.identity());
  }

  /**
   * Adds a route to an agent that declares its types itself, with options.
   *
   * @throws IllegalArgumentException as {@link #on(Class, String, Agent, UnaryOperator)}
   */
  public <E extends Event> Route on(
      String name, TypedAgent<E> agent, UnaryOperator<RouteOptions<E>> options) {
    return add(RouteSpec.of(name, agent, options));
  }

  /** The routes as they are now, in the order in which they were added. */
  public List<Route> routes() {
    return List.copyOf(table.routes());
  }

  /**
   * What cannot work, or looks so: permitted subtypes of sealed events that nobody handles, joins
   * that can never be complete, declared emissions that nobody takes, loops without an end. Most of
   * it is known only of routes that declare what they emit.
   *
   * @param asked types that callers ask for, and which therefore need no route
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final List<Problem> check(Class<? extends Event>... asked) {
    return new RouterCheck(table.routes(), Set.of(asked)).problems();
  }

  /**
   * The routes as a Mermaid flowchart: agents as boxes, joins as hexagons, and arrows with the
   * names of types from whoever declares to emit them to whoever takes them. The arrows of a join
   * are its slots, with a count where it is not one, and dotted where they are optional. What
   * nobody declares to emit comes from outside, and what nobody takes goes there.
   */
  public String toMermaid() {
    return RouterDiagram.of(table.routes());
  }

  RouteTable table() {
    return table;
  }

  /** Claims this router for one dispatcher, unless that fails to start. */
  AsyncDispatcher take(Supplier<AsyncDispatcher> start) {
    if (!taken.compareAndSet(false, true)) {
      throw new IllegalStateException("a router belongs to one dispatcher, but this one is in use");
    }
    AsyncDispatcher started = null;
    try {
      started = start.get();
      return started;
    } finally {
      if (started == null) {
        taken.set(false);
      }
    }
  }

  private synchronized Route add(RouteSpec spec) {
    RouteEntry entry =
        spec.agent() instanceof AggregatorAgent join
            ? new JoinRoute(this, spec, join)
            : spec.isInline() ? new InlineRoute(this, spec) : new QueuedRoute(this, spec);
    table = table.with(entry);
    return entry;
  }

  synchronized void remove(RouteEntry entry) {
    if (table.routes().contains(entry)) {
      table = table.without(entry);
      removed.removeIf(route -> Reports.remaining(route).isIdle());
      removed.add(entry);
    }
  }

  /** The routes as they are now, then the removed ones that may have something to do. */
  synchronized List<RouteEntry> everyRoute() {
    var routes = new ArrayList<>(table.routes());
    routes.addAll(removed);
    return routes;
  }
}
