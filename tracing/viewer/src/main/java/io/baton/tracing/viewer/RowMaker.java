package io.baton.tracing.viewer;

import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.tracing.Explanation.Attempt;
import io.baton.tracing.Explanation.Delivery;
import io.baton.tracing.Explanation.Joined;
import io.baton.tracing.Explanation.Step;
import io.baton.tracing.TraceEvent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one story. Payloads beyond a bound are left out. Confined to its caller. */
final class RowMaker {

  private static final int LONGEST_NOTE = 2_000;

  private final StoryTime time;
  private final Payloads payloads;
  private long room;

  RowMaker(StoryTime time, Payloads payloads, long room) {
    this.time = time;
    this.payloads = payloads;
    this.room = room;
  }

  /** Whether a payload was left out for want of room. */
  boolean isFull() {
    return room <= 0;
  }

  Story.Row event(Step step, int depth) {
    return new Story.OfEvent(
        "event",
        depth,
        step.isCritical(),
        step.id().toString(),
        step.type(),
        time.at(step.time()),
        step.isUnrouted(),
        origin(step));
  }

  Story.Row only(Step step, Delivery delivery, int depth) {
    return delivery(step, delivery, depth, origin(step));
  }

  Story.Row delivery(Step step, Delivery delivery, int depth) {
    return delivery(step, delivery, depth, null);
  }

  private Story.Row delivery(
      Step step, Delivery delivery, int depth, Story.@Nullable Origin origin) {
    return new Story.OfDelivery(
        "delivery",
        depth,
        delivery.isCritical(),
        step.id().toString(),
        step.type(),
        work(delivery),
        origin);
  }

  private Story.Origin origin(Step step) {
    Object payload = null;
    if (!isFull() && step.event().isPresent()) {
      Payloads.Shown shown = payloads.of(step.event().get());
      room -= shown.size();
      payload = shown.value();
    }
    return new Story.Origin(
        step.source(),
        step.hops(),
        texts(step.causes()),
        step.isOrphan(),
        payload,
        payload == null && step.event().isPresent());
  }

  private Story.Work work(Delivery delivery) {
    return new Story.Work(
        delivery.agent(),
        delivery.outcome().name(),
        time.at(delivery.queued()),
        time.at(delivery.ended()),
        StoryTime.micros(delivery.queueWait()),
        StoryTime.micros(delivery.work()),
        attempts(delivery),
        delivery.thread().map(Enum::name).orElse(null),
        failure(delivery.failure()),
        delivery.recovery().orElse(null),
        delivery.notes().stream().map(this::note).toList(),
        delivery.models().stream().map(this::model).toList(),
        delivery.tools().stream().map(this::tool).toList(),
        delivery.memory().stream()
            .map(written -> new Story.Written(written.key(), written.version()))
            .toList());
  }

  Story.Row join(Joined join, int depth) {
    Optional<Delivery> call = join.delivery();
    return new Story.OfJoin(
        "join",
        depth,
        join.isCritical(),
        join.join(),
        join.opener().toString(),
        join.reason(),
        texts(join.parts()),
        join.missing(),
        join.dropped().stream()
            .map(part -> new Story.Dropped(part.eventId().toString(), part.fate()))
            .toList(),
        join.opened().or(join::closed).map(time::at).orElse(0L),
        time.at(join.closed()),
        call.map(this::attempts).orElse(List.of()),
        StoryTime.micros(call.map(Delivery::queueWait)),
        StoryTime.micros(call.map(Delivery::work)),
        failure(call.flatMap(Delivery::failure)));
  }

  private List<Story.Attempt> attempts(Delivery delivery) {
    return delivery.attempts().stream().map(this::attempt).toList();
  }

  private Story.Attempt attempt(Attempt attempt) {
    return new Story.Attempt(
        attempt.number(),
        time.at(attempt.started()),
        StoryTime.micros(attempt.queueWait()),
        StoryTime.micros(attempt.work()),
        attempt.outcome().name(),
        attempt.isTimedOut(),
        line(attempt.failure()),
        StoryTime.micros(attempt.delay()));
  }

  private Story.Note note(TraceEvent.Note note) {
    return new Story.Note(time.at(note.time()), Payloads.cut(note.text(), LONGEST_NOTE));
  }

  private Story.Model model(TraceEvent.ModelCalled call) {
    return new Story.Model(
        call.provider(),
        call.model(),
        StoryTime.micros(call.work()),
        StoryTime.micros(call.firstToken()),
        call.inputTokens(),
        call.outputTokens(),
        call.cost().map(BigDecimal::toPlainString).orElse(null),
        call.finish(),
        line(call.cause()));
  }

  private Story.Tool tool(TraceEvent.ToolCalled call) {
    return new Story.Tool(call.tool(), StoryTime.micros(call.work()), line(call.cause()));
  }

  private static List<String> texts(List<EventId> ids) {
    return ids.stream().map(EventId::toString).toList();
  }

  private Payloads.@Nullable FailureView failure(Optional<Failure> failure) {
    return failure.map(cause -> payloads.failure(cause, true)).orElse(null);
  }

  private static @Nullable String line(Optional<Failure> failure) {
    return failure.map(cause -> Payloads.cut(cause.toString(), LONGEST_NOTE)).orElse(null);
  }
}
