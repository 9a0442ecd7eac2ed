package io.baton.tracing.json;

import io.baton.events.Failure;
import io.baton.tracing.Explanation;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes an explanation as JSON, in the shape of {@link Explanation}: an object of {@code asOf},
 * {@code totals}, {@code runs}, {@code steps} and {@code joins}. Times are those of ISO 8601,
 * durations are numbers of nanoseconds with names that end in {@code Nanos}, and what is absent is
 * left out. Equal explanations give equal text. Members may be added in later versions; none will
 * change its meaning.
 */
public final class ExplanationJson {

  private static final int LONGEST_TEXT = TraceWriter.DEFAULT_MAX_TEXT_LENGTH;

  private final JsonGenerator out;
  private final PayloadWriter payloads;

  private ExplanationJson(JsonGenerator out, Redactor redactor) {
    this.out = out;
    payloads = new PayloadWriter(out, redactor, LONGEST_TEXT);
  }

  /** The JSON of an explanation, with the payloads of events masked as by default. */
  public static String of(Explanation explanation) {
    return of(explanation, Redactor.byDefault());
  }

  /** The JSON of an explanation, with the payloads of events masked. */
  public static String of(Explanation explanation, Redactor redactor) {
    var text = new StringWriter();
    try (var out = JsonTree.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      new ExplanationJson(out, redactor).write(explanation);
    }
    return text.toString();
  }

  private void write(Explanation explanation) {
    out.writeStartObject();
    time("asOf", explanation.asOf());
    object("totals", explanation.totals(), this::members);
    array("runs", explanation.runs(), this::write);
    array("steps", explanation.steps(), this::write);
    array("joins", explanation.joins(), this::write);
    out.writeEndObject();
  }

  private void members(Explanation.Totals totals) {
    number("events", totals.events());
    number("deliveries", totals.deliveries());
    number("handled", totals.handled());
    number("failures", totals.failures());
    number("open", totals.open());
    number("retries", totals.retries());
    time("from", totals.from());
    nanos("elapsed", totals.elapsed());
    nanos("queueWait", totals.queueWait());
    nanos("work", totals.work());
    number("modelCalls", totals.modelCalls());
    number("toolCalls", totals.toolCalls());
    number("inputTokens", totals.inputTokens());
    number("outputTokens", totals.outputTokens());
    totals.cost().ifPresent(cost -> out.writeName("cost").writeNumber(cost));
  }

  private void write(Explanation.RunSpan run) {
    out.writeStartObject();
    text("run", run.run());
    text("parent", run.parent());
    text("root", run.root());
    text("started", run.started());
    text("ended", run.ended());
    text("outcome", run.outcome());
    number("handled", run.handled());
    number("failed", run.failed());
    text("reason", run.reason());
    out.writeEndObject();
  }

  private void write(Explanation.Step step) {
    out.writeStartObject();
    text("id", step.id());
    text("correlationId", step.correlationId());
    text("type", step.type());
    step.event()
        .ifPresent(event -> {
          out.writeName("data");
          payloads.writeData(event);
        });
    text("source", step.source());
    time("time", step.time());
    number("hops", step.hops());
    texts("causes", step.causes());
    number("depth", step.depth());
    flag("orphan", step.isOrphan());
    flag("unrouted", step.isUnrouted());
    flag("critical", step.isCritical());
    array("deliveries", step.deliveries(), this::write);
    texts("followUps", step.followUps());
    array("joins", step.joins(), out::writeNumber);
    out.writeEndObject();
  }

  private void write(Explanation.Delivery delivery) {
    out.writeStartObject();
    text("agent", delivery.agent());
    text("outcome", delivery.outcome());
    time("queued", delivery.queued());
    text("started", delivery.started());
    text("ended", delivery.ended());
    nanos("queueWait", delivery.queueWait());
    nanos("work", delivery.work());
    nanos("delay", delivery.delay());
    number("retries", delivery.retries());
    text("thread", delivery.thread());
    failure(delivery.failure());
    text("recovery", delivery.recovery());
    flag("critical", delivery.isCritical());
    array("attempts", delivery.attempts(), this::write);
    texts("notes", delivery.notes().stream().map(TraceEvent.Note::text).toList());
    array("models", delivery.models(), this::write);
    array("tools", delivery.tools(), this::write);
    array("memory", delivery.memory(), this::write);
    texts("followUps", delivery.followUps());
    out.writeEndObject();
  }

  private void write(Explanation.Attempt attempt) {
    out.writeStartObject();
    number("number", attempt.number());
    text("outcome", attempt.outcome());
    text("thread", attempt.thread());
    time("started", attempt.started());
    nanos("queueWait", attempt.queueWait());
    nanos("work", attempt.work());
    flag("timedOut", attempt.isTimedOut());
    failure(attempt.failure());
    attempt.delay().ifPresent(delay -> nanos("delay", delay));
    out.writeEndObject();
  }

  private void write(TraceEvent.ModelCalled call) {
    out.writeStartObject();
    text("provider", call.provider());
    text("model", call.model());
    time("ended", call.time());
    nanos("work", call.work());
    call.firstToken().ifPresent(first -> nanos("firstToken", first));
    number("inputTokens", call.inputTokens());
    number("outputTokens", call.outputTokens());
    call.cost().ifPresent(cost -> out.writeName("cost").writeNumber(cost));
    text("finish", call.finish());
    failure(call.cause());
    out.writeEndObject();
  }

  private void write(TraceEvent.ToolCalled call) {
    out.writeStartObject();
    text("tool", call.tool());
    text("callId", call.callId());
    time("ended", call.time());
    nanos("work", call.work());
    failure(call.cause());
    out.writeEndObject();
  }

  private void write(TraceEvent.MemoryChanged changed) {
    out.writeStartObject();
    text("key", changed.key());
    number("version", changed.version());
    time("time", changed.time());
    out.writeEndObject();
  }

  private void write(Explanation.Joined join) {
    out.writeStartObject();
    text("join", join.join());
    text("opener", join.opener());
    text("opened", join.opened());
    text("closed", join.closed());
    text("reason", join.reason());
    texts("parts", join.parts());
    text("last", join.last());
    texts("missing", join.missing());
    array("dropped", join.dropped(), this::write);
    flag("critical", join.isCritical());
    join.delivery()
        .ifPresent(delivery -> {
          out.writeName("delivery");
          write(delivery);
        });
    texts("outputs", join.outputs());
    out.writeEndObject();
  }

  private void write(TraceEvent.PartDropped dropped) {
    out.writeStartObject();
    text("id", dropped.eventId());
    text("fate", dropped.fate());
    time("time", dropped.time());
    out.writeEndObject();
  }

  private void failure(Optional<Failure> failure) {
    failure.ifPresent(cause ->
        object(
            "failure",
            cause,
            known -> {
              text("type", known.type());
              text("message", known.message());
            }));
  }

  private <T> void object(String name, T value, Consumer<T> members) {
    out.writeName(name).writeStartObject();
    members.accept(value);
    out.writeEndObject();
  }

  private <T> void array(String name, List<T> items, Consumer<T> write) {
    out.writeName(name).writeStartArray();
    items.forEach(write);
    out.writeEndArray();
  }

  private void texts(String name, List<?> items) {
    array(name, items, item -> out.writeString(item.toString()));
  }

  private void text(String name, Optional<?> value) {
    value.ifPresent(present -> text(name, present));
  }

  private void text(String name, Object value) {
    out.writeName(name).writeString(value.toString());
  }

  private void time(String name, Instant time) {
    text(name, time);
  }

  private void nanos(String name, Duration duration) {
    number(name + "Nanos", TimeUnit.NANOSECONDS.convert(duration));
  }

  private void number(String name, long number) {
    out.writeName(name).writeNumber(number);
  }

  private void flag(String name, boolean value) {
    out.writeName(name).writeBoolean(value);
  }
}
