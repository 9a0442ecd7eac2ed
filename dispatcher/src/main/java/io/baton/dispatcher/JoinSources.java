package io.baton.dispatcher;

import io.baton.agents.PartWorkers;
import io.baton.events.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of one join come from, as far as that is declared. Confined to the dispatcher's
 * thread.
 */
final class JoinSources implements PartWorkers {

  private final Router router;
  private final RouteEntry join;
  private RouteTable table = RouteTable.EMPTY;
  private final Map<Class<?>, List<RouteEntry>> sources = new HashMap<>();

  JoinSources(Router router, RouteEntry join) {
    this.router = router;
    this.join = join;
  }

  @Override
  public List<String> workingOn(@Nullable Object owner, Class<? extends Event> part) {
    RunState run = (RunState) owner;
    return of(part).stream()
        .filter(route -> route.isWorkingFor(run))
        .map(RouteEntry::name)
        .toList();
  }

  /** The routes that declare to bring parts of a type, perhaps by way of others. */
  List<RouteEntry> of(Class<? extends Event> part) {
    RouteTable current = router.table();
    if (current != table) {
      table = current;
      sources.clear();
    }
    return sources.computeIfAbsent(
        part, type -> new Emissions(current.routes()).leadingTo(type, join));
  }

  /**
   * Whether parts of a type could have come of a delivery that has failed; which is the part itself
   * where the join failed to take it.
   */
  boolean couldBring(RouteEntry failed, Message message, Class<? extends Event> part) {
    return failed.equals(join)
        ? message.closing() == null && part.isInstance(message.event())
        : new Emissions(router.table().routes()).couldBring(failed, part, join);
  }
}
