package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.events.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts an explanation together: reads the trace events, links what belongs together, and only then
 * draws it. Nothing here is recursive, since a chain may be as long as the record. Confined to the
 * thread that uses it.
 */
final class ExplanationBuilder {

  private final Map<EventId, StepDraft> steps = new LinkedHashMap<>();
  private final List<JoinDraft> joins = new ArrayList<>();
  private final List<RunDraft> runs = new ArrayList<>();

  /** The last join of each key. */
  private final Map<JoinDraft.Key, JoinDraft> joinOf = new HashMap<>();

  /** The last join of each route and correlation, for what names no key. */
  private final Map<RouteKey, JoinDraft> lastJoin = new HashMap<>();

  private final Map<RunId, RunDraft> runOf = new HashMap<>();
  private @Nullable Moment first;
  private @Nullable Moment last;

  private record RouteKey(String join, CorrelationId correlationId) {}

  private ExplanationBuilder() {}

  static Explanation explain(List<? extends TraceEvent> events, Instant now) {
    var builder = new ExplanationBuilder();
    int place = 0;
    for (var event : events) {
      builder.add(event, new Moment(event.time(), place++));
    }
    return builder.build(now);
  }

  private void add(TraceEvent event, Moment moment) {
    first = first == null || moment.compareTo(first) < 0 ? moment : first;
    last = last == null || moment.compareTo(last) > 0 ? moment : last;
    switch (event) {
      case TraceEvent.Dispatched dispatched ->
          step(dispatched.envelope(), moment).dispatched(dispatched.envelope(), moment);
      case TraceEvent.Unrouted unrouted -> {
        StepDraft step = step(unrouted.envelope(), moment);
        step.dispatched(unrouted.envelope(), moment);
        step.isUnrouted = true;
      }
      case TraceEvent.OfAgent delivery ->
          delivery(delivery, delivery.eventId(), delivery.agent(), moment).add(delivery, moment);
      case TraceEvent.MemoryChanged changed ->
          delivery(changed, changed.eventId(), changed.agent(), moment).add(changed);
      case TraceEvent.JoinOpened opened -> open(opened, moment);
      case TraceEvent.PartJoined joined -> {
        JoinDraft join = join(new JoinDraft.Key(joined.join(), joined.opener()), joined, moment);
        if (join.closed == null) {
          join.parts.add(joined.eventId());
        }
      }
      case TraceEvent.JoinClosed closed -> close(closed, moment);
      case TraceEvent.PartDropped dropped -> drop(dropped, moment);
      case TraceEvent.RunStarted started -> {
        var run = new RunDraft(started, moment);
        runs.add(run);
        runOf.put(started.run(), run);
      }
      case TraceEvent.RunEnded ended -> end(ended);
    }
  }

  private StepDraft step(Envelope envelope, Moment moment) {
    return step(envelope.id(), envelope.correlationId(), moment);
  }

  private StepDraft step(EventId id, CorrelationId correlationId, Moment moment) {
    return steps.computeIfAbsent(id, _ -> new StepDraft(id, correlationId, moment));
  }

  /** The delivery of an event to an agent; that of a part which opened a join is of the join. */
  private DeliveryDraft delivery(TraceEvent event, EventId id, String agent, Moment moment) {
    JoinDraft join = joinOf.get(new JoinDraft.Key(agent, id));
    if (join != null && join.closed != null) {
      if (join.delivery == null) {
        join.delivery = new DeliveryDraft(id, agent, join, join.closed.time(), moment);
      }
      return join.delivery;
    }
    StepDraft step = step(id, event.correlationId(), moment);
    return step.deliveries.computeIfAbsent(
        agent, _ -> new DeliveryDraft(id, agent, step, step.moment.time(), moment));
  }

  private void open(TraceEvent.JoinOpened opened, Moment moment) {
    JoinDraft join = newJoin(new JoinDraft.Key(opened.join(), opened.eventId()), opened, moment);
    join.opened = opened.time();
    join.parts.add(opened.eventId());
  }

  private void close(TraceEvent.JoinClosed closed, Moment moment) {
    var key = new JoinDraft.Key(closed.join(), closed.opener());
    JoinDraft join = join(key, closed, moment);
    if (join.closed != null) {
      join = newJoin(key, closed, moment);
    }
    join.closed(closed, moment);
  }

  private void drop(TraceEvent.PartDropped dropped, Moment moment) {
    JoinDraft join = lastJoin.get(new RouteKey(dropped.join(), dropped.correlationId()));
    if (join == null) {
      join = newJoin(new JoinDraft.Key(dropped.join(), dropped.eventId()), dropped, moment);
    }
    join.dropped.add(dropped);
  }

  private JoinDraft join(JoinDraft.Key key, TraceEvent event, Moment moment) {
    JoinDraft join = joinOf.get(key);
    return join == null ? newJoin(key, event, moment) : join;
  }

  private JoinDraft newJoin(JoinDraft.Key key, TraceEvent event, Moment moment) {
    var join = new JoinDraft(key, event.correlationId(), moment);
    joins.add(join);
    joinOf.put(key, join);
    lastJoin.put(new RouteKey(key.join(), event.correlationId()), join);
    return join;
  }

  private void end(TraceEvent.RunEnded ended) {
    RunDraft run = ended.run().map(runOf::get).orElse(null);
    if (run == null) {
      runs.add(new RunDraft(ended));
    } else {
      run.ended(ended);
    }
  }

  private Explanation build(Instant now) {
    joins.forEach(this::linkParts);
    List.copyOf(steps.values()).forEach(this::linkCauses);
    runs.forEach(this::linkQuestion);
    List<StepDraft> ordered = StepOrder.of(steps.values());
    CriticalPath.mark(ordered, joins);
    Instant end = last == null ? Instant.EPOCH : last.time();
    Instant asOf = now.isAfter(end) ? now : end;
    return freeze(ordered, asOf, end);
  }

  private void linkParts(JoinDraft join) {
    join.first = steps.get(join.key.opener());
    for (var id : join.parts) {
      StepDraft part = steps.get(id);
      if (part != null) {
        part.partOf.add(join);
        if (join.last == null || part.moment.compareTo(join.last.moment) > 0) {
          join.last = part;
        }
      }
    }
    if (join.last == null) {
      join.last = step(join.key.opener(), join.correlationId, join.told);
      join.last.partOf.add(join);
    }
    join.last.lastOf.add(join);
  }

  /** Puts a step below what made it: a join, a delivery, or else the event that caused it. */
  private void linkCauses(StepDraft step) {
    Envelope envelope = step.envelope;
    if (envelope == null || envelope.causes().isEmpty()) {
      return;
    }
    for (var cause : envelope.causes()) {
      JoinDraft join = joinOf.get(new JoinDraft.Key(envelope.source(), cause));
      if (join != null && join.closed != null) {
        step.above = join;
        join.outputs.add(step);
        return;
      }
    }
    StepDraft parent = steps.get(envelope.causes().getFirst());
    if (parent == null || parent == step) {
      return;
    }
    DeliveryDraft maker = parent.deliveries.get(envelope.source());
    step.above = maker == null ? parent : maker;
    (maker == null ? parent.followUps : maker.followUps).add(step);
  }

  /** Of a run that an agent has started, that agent waited for the end. */
  private void linkQuestion(RunDraft run) {
    TraceEvent.RunStarted start = run.start();
    StepDraft root = start == null ? null : steps.get(start.eventId());
    if (root != null
        && root.above instanceof DeliveryDraft asker
        && run.told != null
        && run.told.place() < root.moment.place()) {
      asker.asked.add(root);
    }
  }

  private Explanation freeze(List<StepDraft> ordered, Instant asOf, Instant end) {
    var numbers = new HashMap<JoinDraft, Integer>();
    joins.forEach(join -> numbers.put(join, numbers.size()));
    var frozenSteps = ordered.stream().map(step -> step.freeze(asOf, numbers)).toList();
    var frozenJoins = joins.stream().map(join -> join.freeze(asOf)).toList();
    Instant from = first == null ? end : first.time();
    return new Explanation(
        frozenSteps,
        frozenJoins,
        runs.stream().map(RunDraft::freeze).toList(),
        Figures.of(frozenSteps, frozenJoins, from, end, asOf),
        asOf);
  }
}
