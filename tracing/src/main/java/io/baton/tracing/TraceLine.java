package io.baton.tracing;

import io.baton.events.Envelope;
import io.baton.events.Failure;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text of a trace event in one line; confined to the thread that makes it. */
final class TraceLine {

  private final StringBuilder text = new StringBuilder(192);

  private TraceLine(TraceEvent event) {
    text.append("trace=").append(event.getClass().getSimpleName());
    add("time", event.time()).add("correlationid", event.correlationId());
  }

  static String of(TraceEvent event) {
    var line = new TraceLine(event);
    var full =
        switch (event) {
          case TraceEvent.Dispatched dispatched -> line.add(dispatched.envelope());
          case TraceEvent.Unrouted unrouted -> line.add(unrouted.envelope());
          case TraceEvent.OfAgent delivery -> line.add(delivery);
          case TraceEvent.JoinOpened opened ->
              line.add("id", opened.eventId()).add("join", opened.join());
          case TraceEvent.PartJoined joined ->
              line.add("id", joined.eventId())
                  .add("join", joined.join())
                  .add("opener", joined.opener());
          case TraceEvent.JoinClosed closed ->
              line.add("join", closed.join())
                  .add("opener", closed.opener())
                  .add("closed", closed.closed())
                  .add("parts", list(closed.parts()))
                  .add("missing", list(closed.missing()));
          case TraceEvent.PartDropped dropped ->
              line.add("id", dropped.eventId())
                  .add("join", dropped.join())
                  .add("fate", dropped.fate());
          case TraceEvent.MemoryChanged changed ->
              line.add("id", changed.eventId())
                  .add("key", changed.key())
                  .add("version", changed.version())
                  .add("agent", changed.agent());
          case TraceEvent.RunStarted started -> line.add(started);
          case TraceEvent.RunEnded ended -> line.add(ended);
        };
    return full.text.toString();
  }

  private TraceLine add(Envelope envelope) {
    add("id", envelope.id());
    envelope.causationId().ifPresent(cause -> add("causationid", cause));
    if (envelope.causes().size() > 1) {
      add("causes", list(envelope.causes()));
    }
    return add("source", envelope.source())
        .add("type", envelope.event().getClass().getName())
        .add("hops", envelope.hops());
  }

  private TraceLine add(TraceEvent.RunStarted started) {
    add("run", started.run());
    started.parent().ifPresent(parent -> add("parent", parent));
    return add("id", started.eventId());
  }

  private TraceLine add(TraceEvent.RunEnded ended) {
    ended.run().ifPresent(run -> add("run", run));
    return add("outcome", ended.outcome())
        .add("handled", ended.handled())
        .add("failed", ended.failed());
  }

  private TraceLine add(TraceEvent.OfAgent delivery) {
    add("id", delivery.eventId()).add("agent", delivery.agent()).add("attempt", delivery.attempt());
    return switch (delivery) {
      case TraceEvent.Queued _ -> this;
      case TraceEvent.AgentStarted started ->
          add("queuewait", started.queueWait()).add("thread", started.thread());
      case TraceEvent.AgentEnded ended ->
          add("queuewait", ended.queueWait())
              .add("work", ended.work())
              .add("answers", ended.answers());
      case TraceEvent.AgentFailed failed ->
          add("queuewait", failed.queueWait())
              .add("work", failed.work())
              .add("cause", failed.cause().type());
      case TraceEvent.TimedOut late -> add("limit", late.limit());
      case TraceEvent.Retried retried ->
          add("delay", retried.delay()).add("cause", retried.cause().type());
      case TraceEvent.Recovered recovered -> add("recovery", recovered.recovery());
      case TraceEvent.Cancelled cancelled ->
          add("queuewait", cancelled.queueWait()).add("work", cancelled.work());
      case TraceEvent.Dropped _ -> this;
      case TraceEvent.DeadLettered dead -> add("cause", dead.cause().type());
      case TraceEvent.Note note -> add("length", note.text().length());
      case TraceEvent.ModelCalled called ->
          add("model", called.model())
              .add("work", called.work())
              .add("inputtokens", called.inputTokens())
              .add("outputtokens", called.outputTokens())
              .add("finish", called.finish())
              .addCause(called.cause());
      case TraceEvent.ToolCalled called ->
          add("tool", called.tool()).add("work", called.work()).addCause(called.cause());
    };
  }

  private TraceLine addCause(Optional<Failure> cause) {
    return cause.isPresent() ? add("cause", cause.get().type()) : this;
  }

  private TraceLine add(String key, Object value) {
    text.append(' ').append(key).append('=');
    String shown = value.toString();
    if (!shown.isEmpty() && shown.chars().allMatch(TraceLine::isPlain)) {
      text.append(shown);
    } else {
      quote(shown);
    }
    return this;
  }

  /** Whoever names an agent or a slot must not be able to forge a line of log. */
  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c == ' ' || c == '=' || isPlain(c)) {
        text.append(c);
      } else {
        text.append(String.format("\\u%04x", (int) c));
      }
    }
    text.append('"');
  }

  private static boolean isPlain(int c) {
    return c != '"'
        && c != '='
        && c != '\\'
        && !Character.isISOControl(c)
        && !Character.isWhitespace(c)
        && !Character.isSpaceChar(c);
  }

  private static String list(Collection<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(","));
  }
}
