package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.RunId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of one or more dispatches: the events that they caused, who was given them and for
 * how long, the joins where they met again, and which chain of all this determined the end.
 * Immutable and thread-safe.
 *
 * <p>The forest is kept flat, so that a chain of thousands of events needs no recursion: {@link
 * #steps} has each event once, a parent before its children, in the order of a tree that is read
 * from top to bottom. Below a step stand its {@linkplain Step#deliveries deliveries}, and below
 * each of them, by their ids, the events that the agent made of it. An event that came out of a
 * join stands below the join, and a join below the part that came last.
 *
 * <p>Trace events that are not there, since they were pushed out or have not happened yet, leave
 * gaps that are shown as such: {@link Step#isOrphan}, {@link Step#event}, {@link
 * DeliveryOutcome#isOpen}.
 *
 * {@snippet :
 * System.out.println(recorder.explain(run.correlationId()).toText());
 * }
 *
 * @param steps the events, each before all that it caused
 * @param joins the joins, in the order in which they were opened
 * @param runs the runs, in the order in which they began
 * @param totals all of it in figures
 * @param asOf the time up to which what is open has gone on: that of the newest trace event, or a
 *     later one that was given
 */
public record Explanation(
    List<Step> steps, List<Joined> joins, List<RunSpan> runs, Totals totals, Instant asOf) {

  /** Copies. */
  public Explanation {
    steps = List.copyOf(steps);
    joins = List.copyOf(joins);
    runs = List.copyOf(runs);
  }

  /** What trace events tell, given in the order in which they were recorded. */
  public static Explanation of(List<? extends TraceEvent> events) {
    return ExplanationBuilder.explain(events, Instant.MIN);
  }

  /**
   * What trace events tell, given in the order in which they were recorded.
   *
   * @param now the time up to which what is open has gone on, if it is later than their last
   */
  public static Explanation of(List<? extends TraceEvent> events, Instant now) {
    return ExplanationBuilder.explain(events, now);
  }

  /** The step of an event; it looks through all of them. */
  public Optional<Step> step(EventId id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst();
  }

  /** The steps below which the others stand: roots, and those whose parents are not known. */
  public List<Step> roots() {
    return steps.stream().filter(step -> step.depth() == 0).toList();
  }

  /** All deliveries, those to the functions of joins too. */
  public List<Delivery> deliveries() {
    return Stream.concat(
            steps.stream().flatMap(step -> step.deliveries().stream()),
            joins.stream().flatMap(join -> join.delivery().stream()))
        .toList();
  }

  /** The deliveries that go on: they wait, run or are to be tried again. */
  public List<Delivery> open() {
    return deliveries().stream().filter(delivery -> delivery.outcome().isOpen()).toList();
  }

  /** The joins that wait for parts. */
  public List<Joined> openJoins() {
    return joins.stream().filter(join -> join.closed().isEmpty()).toList();
  }

  /**
   * A tree for a terminal of 100 columns, with the payloads of events masked as {@link
   * Redactor#byDefault} says.
   */
  public String toText() {
    return toText(ExplanationText.DEFAULT_COLUMNS, Redactor.byDefault());
  }

  /**
   * A tree for a terminal. Equal explanations give equal text; what belongs to the critical path is
   * marked with a star.
   *
   * @param columns how wide a line may be, from 40
   * @param redactor what is masked in the payloads of events
   * @throws IllegalArgumentException if {@code columns} is less than 40
   */
  public String toText(int columns, Redactor redactor) {
    return ExplanationText.of(this, columns, redactor);
  }

  /**
   * A flow chart in the language of Mermaid: events, agents and joins as nodes, without the
   * payloads of events. Of more than 150 events, or of what has more than 500 edges, the rest is
   * left out, which the last node says.
   */
  public String toMermaid() {
    return ExplanationDiagram.of(this);
  }

  /**
   * One event.
   *
   * @param id the event
   * @param correlationId its correlation
   * @param type the name of its type, such as {@code Ask}; empty if its dispatch is not known
   * @param event the event itself, if its dispatch is known
   * @param source the agent that made it, or {@link io.baton.events.Envelope#APPLICATION}
   * @param time when it was accepted; if that is not known, when it was first told of
   * @param hops how many agents stand between it and its root
   * @param causes its direct causes: none for a root, all parts for the output of a join
   * @param depth how many steps stand above it
   * @param isOrphan whether it has causes of which nothing is known
   * @param isUnrouted whether no route took it
   * @param deliveries to whom it was delivered, in the order in which that was first told of
   * @param followUps the events that the dispatcher itself made of it, such as dead letters of what
   *     no route took; those that agents made stand with the deliveries
   * @param joins the joins, by their number in {@link Explanation#joins}, that it was a part of
   * @param isCritical whether it belongs to the chain that determined the end
   */
  public record Step(
      EventId id,
      CorrelationId correlationId,
      String type,
      Optional<Event> event,
      String source,
      Instant time,
      int hops,
      List<EventId> causes,
      int depth,
      boolean isOrphan,
      boolean isUnrouted,
      List<Delivery> deliveries,
      List<EventId> followUps,
      List<Integer> joins,
      boolean isCritical) {

    /** Copies. */
    public Step {
      causes = List.copyOf(causes);
      deliveries = List.copyOf(deliveries);
      followUps = List.copyOf(followUps);
      joins = List.copyOf(joins);
    }
  }

  /**
   * One event to one agent, with all attempts.
   *
   * @param eventId the event; for the function of a join, the part that opened it
   * @param agent the name of the agent's route
   * @param outcome how it stands, or has ended
   * @param queued since when it had to wait for its agent: when the event was accepted, as far as
   *     that is known
   * @param attempts its attempts, the oldest first; none if it never reached the agent
   * @param ended when it ended, if it has
   * @param failure why it failed the last time, if it has
   * @param recovery what the recovery of the route said, if it was asked
   * @param notes what the agent noted
   * @param models the calls of language models
   * @param tools the calls of tools
   * @param memory what it wrote to working memory
   * @param followUps the events that the agent made, in their order; those of a join stand with the
   *     join
   * @param isCritical whether it belongs to the chain that determined the end
   */
  public record Delivery(
      EventId eventId,
      String agent,
      DeliveryOutcome outcome,
      Instant queued,
      List<Attempt> attempts,
      Optional<Instant> ended,
      Optional<Failure> failure,
      Optional<String> recovery,
      List<TraceEvent.Note> notes,
      List<TraceEvent.ModelCalled> models,
      List<TraceEvent.ToolCalled> tools,
      List<TraceEvent.MemoryChanged> memory,
      List<EventId> followUps,
      boolean isCritical) {

    /** Copies. */
    public Delivery {
      attempts = List.copyOf(attempts);
      notes = List.copyOf(notes);
      models = List.copyOf(models);
      tools = List.copyOf(tools);
      memory = List.copyOf(memory);
      followUps = List.copyOf(followUps);
    }

    /** When the agent was first given the event, if it was. */
    public Optional<Instant> started() {
      return attempts.stream().findFirst().map(Attempt::started);
    }

    /** How long it waited for the agent, over all attempts; up to now if it still waits. */
    public Duration queueWait() {
      return attempts.stream().map(Attempt::queueWait).reduce(Duration.ZERO, Duration::plus);
    }

    /** How long the agent worked, over all attempts; up to now if it still does. */
    public Duration work() {
      return attempts.stream().map(Attempt::work).reduce(Duration.ZERO, Duration::plus);
    }

    /** How long further attempts were waited with. */
    public Duration delay() {
      return attempts.stream()
          .flatMap(attempt -> attempt.delay().stream())
          .reduce(Duration.ZERO, Duration::plus);
    }

    /** How many further attempts there were after the first; a redispatch begins anew. */
    public int retries() {
      return (int) attempts.stream().skip(1).filter(attempt -> attempt.number() > 1).count();
    }

    /** On what kind of thread the last attempt was made, if there was one. */
    public Optional<ThreadKind> thread() {
      return attempts.isEmpty() ? Optional.empty() : attempts.getLast().thread();
    }
  }

  /**
   * One attempt of a delivery.
   *
   * @param number its number, from 1
   * @param thread on what kind of thread, if its beginning is known
   * @param started when it began
   * @param queueWait how long the event had waited for the agent
   * @param work how long the agent took, up to now if it still works
   * @param outcome {@code RUNNING}, {@code HANDLED}, {@code FAILED} or {@code CANCELLED}
   * @param isTimedOut whether it was ended because its time was up
   * @param failure why it failed, if it has
   * @param delay how long the next attempt was waited with, if there was to be one
   */
  public record Attempt(
      int number,
      Optional<ThreadKind> thread,
      Instant started,
      Duration queueWait,
      Duration work,
      DeliveryOutcome outcome,
      boolean isTimedOut,
      Optional<Failure> failure,
      Optional<Duration> delay) {

    /** When it ended, or, if it goes on, the time up to which that is known. */
    public Instant until() {
      return started.plus(work);
    }
  }

  /**
   * One join: where events of several agents meet.
   *
   * @param join the name of the join's route
   * @param opener the part that opened it
   * @param opened when that came, if it is known
   * @param closed when it closed, if it has
   * @param reason why it closed, such as {@code COMPLETE} or {@code TIMED_OUT}; {@code OPEN} if it
   *     has not
   * @param parts the parts that it joined, or has so far
   * @param last the part that came last, below which it stands; empty if none is known
   * @param missing the slots that were not filled when it closed
   * @param dropped the parts that came and were not kept
   * @param delivery the call of its function, if there was one
   * @param outputs the events that its function answered
   * @param isCritical whether it belongs to the chain that determined the end
   */
  public record Joined(
      String join,
      EventId opener,
      Optional<Instant> opened,
      Optional<Instant> closed,
      String reason,
      List<EventId> parts,
      Optional<EventId> last,
      List<String> missing,
      List<TraceEvent.PartDropped> dropped,
      Optional<Delivery> delivery,
      List<EventId> outputs,
      boolean isCritical) {

    /** Copies. */
    public Joined {
      parts = List.copyOf(parts);
      missing = List.copyOf(missing);
      dropped = List.copyOf(dropped);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * One run, from its first event to its end.
   *
   * @param run the run; empty if only its end is known, without a name
   * @param parent the run whose agent started it, if it is a child run
   * @param root its first event, if that is known
   * @param started when that was accepted
   * @param ended when it ended, if it has
   * @param outcome how it ended; {@code RUNNING} if it has not
   * @param handled deliveries that ended well; 0 while it goes on
   * @param failed deliveries that failed for good; 0 while it goes on
   * @param reason why it ended early, if it did
   */
  public record RunSpan(
      Optional<RunId> run,
      Optional<RunId> parent,
      Optional<EventId> root,
      Optional<Instant> started,
      Optional<Instant> ended,
      String outcome,
      long handled,
      long failed,
      Optional<String> reason) {}

  /**
   * All of it in figures.
   *
   * @param events events whose dispatch is known
   * @param deliveries deliveries
   * @param handled deliveries that ended well
   * @param failures deliveries that failed for good or were dropped
   * @param open deliveries that go on
   * @param retries further attempts after the first ones
   * @param from when the first thing happened
   * @param elapsed from then to the last thing that happened, or until now while deliveries go on
   * @param queueWait how long all deliveries together waited
   * @param work how long all agents together worked
   * @param modelCalls calls of language models
   * @param toolCalls calls of tools
   * @param inputTokens tokens of all questions to models
   * @param outputTokens tokens of all their answers
   * @param cost what they cost, as far as prices are known; empty if none is
   */
  public record Totals(
      int events,
      int deliveries,
      int handled,
      int failures,
      int open,
      int retries,
      Instant from,
      Duration elapsed,
      Duration queueWait,
      Duration work,
      int modelCalls,
      int toolCalls,
      long inputTokens,
      long outputTokens,
      Optional<BigDecimal> cost) {}
}
