package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.Headers;
import io.baton.events.RunId;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the text of a value, up to a bound. Confined to the thread that makes it. */
final class RedactedText {

  private static final int DEEPEST = 32;
  private static final String CUT = "…";

  private final Redactor redactor;
  private final int most;
  private final StringBuilder text = new StringBuilder();
  private int depth;

  RedactedText(Redactor redactor, int most) {
    this.redactor = redactor;
    this.most = most;
  }

  String of(@Nullable Object value) {
    append(value);
    if (text.length() <= most) {
      return text.toString();
    }
    int end = Math.max(0, most - CUT.length());
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + CUT;
  }

  private boolean isFull() {
    return text.length() > most;
  }

  private void append(@Nullable Object value) {
    if (isFull()) {
      return;
    }
    if (++depth > DEEPEST) {
      text.append(CUT);
    } else {
      appendSafely(value);
    }
    depth--;
  }

  /** A collection, or a number, may be foreign code, or just being changed by its owner. */
  private void appendSafely(@Nullable Object value) {
    try {
      appendKnown(value);
    } catch (RuntimeException | Error e) {
      text.append(CUT).append(" cannot be read: ").append(e.getClass().getName());
    }
  }

  private void appendKnown(@Nullable Object value) {
    switch (value) {
      case null -> text.append("null");
      case RecordedEvent recorded -> append(recorded);
      case EventId id -> text.append(id);
      case CorrelationId id -> text.append(id);
      case RunId id -> text.append(id);
      case Envelope envelope -> append(envelope.event());
      case Failure failure -> text.append(failure);
      case Headers headers -> append(headers.asMap());
      case Record record -> append(record);
      case Map<?, ?> map -> append(map);
      case Collection<?> items -> append(items);
      case Optional<?> optional -> optional.ifPresentOrElse(this::append, () -> text.append("-"));
      case CharSequence chars -> text.append(chars, 0, Math.min(chars.length(), room()));
      default -> {
        if (value.getClass().isArray()) {
          appendArray(value);
        } else {
          text.append(PlainValue.isPlain(value) ? value.toString() : nameOf(value));
        }
      }
    }
  }

  /** One character more than fits, so that it is seen that it did not. */
  private int room() {
    return most == Integer.MAX_VALUE ? most : Math.max(0, most - text.length() + 1);
  }

  private void append(RecordedEvent event) {
    int length = event.json().length();
    text.append(EventName.of(event)).append(event.json(), 0, Math.min(length, room()));
  }

  private void append(Record value) {
    text.append(nameOf(value)).append('[');
    String separator = "";
    try {
      for (var member : redactor.members(value)) {
        text.append(separator).append(member.name()).append('=');
        if (member.isMasked()) {
          text.append(Redactor.MASK);
        } else {
          append(member.value());
        }
        separator = ", ";
      }
    } catch (IllegalArgumentException e) {
      text.append(e.getMessage());
    }
    text.append(']');
  }

  private void append(Map<?, ?> map) {
    text.append('{');
    String separator = "";
    for (Map.Entry<? extends @Nullable Object, ? extends @Nullable Object> entry : map.entrySet()) {
      text.append(separator);
      append(entry.getKey());
      text.append('=');
      if (redactor.masks(String.valueOf(entry.getKey()))) {
        text.append(Redactor.MASK);
      } else {
        append(entry.getValue());
      }
      separator = ", ";
      if (isFull()) {
        break;
      }
    }
    text.append('}');
  }

  private void append(Iterable<? extends @Nullable Object> items) {
    text.append('[');
    String separator = "";
    for (var item : items) {
      text.append(separator);
      append(item);
      separator = ", ";
      if (isFull()) {
        break;
      }
    }
    text.append(']');
  }

  private void appendArray(Object array) {
    text.append('[');
    for (int i = 0; i < Array.getLength(array) && !isFull(); i++) {
      text.append(i == 0 ? "" : ", ");
      append(Array.get(array, i));
    }
    text.append(']');
  }

  private static String nameOf(Object value) {
    String name = value.getClass().getSimpleName();
    return name.isEmpty() ? value.getClass().getName() : name;
  }
}
