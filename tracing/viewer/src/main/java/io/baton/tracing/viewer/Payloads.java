package io.baton.tracing.viewer;

import io.baton.events.CorrelationId;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.RunId;
import io.baton.tracing.RecordedEvent;
import io.baton.tracing.Redactor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into what may be shown: maps, lists and scalars, without what a redactor masks, and
 * bounded, with a word on what was left out. Thread-safe.
 */
final class Payloads {

  private static final int DEEPEST = 10;
  private static final int MOST_ELEMENTS = 100;
  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_STACK = 20_000;
  private static final int LARGEST = 20_000;
  private static final String MORE = "…";

  private final Redactor redactor;

  Payloads(Redactor redactor) {
    this.redactor = redactor;
  }

  /** What may be shown of a value. */
  Shown of(@Nullable Object value) {
    var walk = new Walk();
    return new Shown(walk.shown(value, 0), walk.size);
  }

  /** What may be shown of a value that has a name, as in working memory. */
  Object named(String name, Object value) {
    return redactor.masks(name) ? Redactor.MASK : of(value).value();
  }

  FailureView failure(Failure failure, boolean withStack) {
    return new FailureView(
        failure.type(),
        cut(failure.message(), LONGEST_TEXT),
        withStack ? cut(failure.stackTrace(), LONGEST_STACK) : null);
  }

  static String cut(String text, int most) {
    int more = text.length() - most;
    return more > 0 ? text.substring(0, most) + MORE + " " + more + " characters more" : text;
  }

  /**
   * What may be shown.
   *
   * @param value maps, lists and scalars
   * @param size about how many characters it has
   */
  record Shown(Object value, int size) {}

  /** Why something failed, for the page. */
  record FailureView(String type, String message, @Nullable String stack) {}

  /** One walk through a value. Confined to its caller. */
  private final class Walk {

    private int size;

    /** A collection, or a number, may be foreign code, or just being changed by its owner. */
    Object shown(@Nullable Object value, int depth) {
      try {
        return known(value, depth);
      } catch (RuntimeException | Error e) {
        return text(MORE + " cannot be read: " + e.getClass().getName());
      }
    }

    private Object known(@Nullable Object value, int depth) {
      size++;
      return switch (value) {
        case null -> Optional.empty();
        case Number number when isOfJava(number) -> number;
        case Boolean truth -> truth;
        case CharSequence text -> text(text.toString());
        case Optional<?> optional -> shown(optional.orElse(null), depth);
        case RecordedEvent recorded -> recorded(recorded);
        case EventId id -> text(id.toString());
        case CorrelationId id -> text(id.toString());
        case RunId id -> text(id.toString());
        case Record data -> isFull(depth) ? MORE : record(data, depth + 1);
        case Collection<?> elements -> isFull(depth) ? MORE : elements(elements, depth + 1);
        case Map<?, ?> map -> isFull(depth) ? MORE : entries(map, depth + 1);
        default -> other(value, depth);
      };
    }

    /** The text of any other may be no number of JSON. */
    private static boolean isOfJava(Number number) {
      return number.getClass().getName().startsWith("java.");
    }

    private boolean isFull(int depth) {
      return depth >= DEEPEST || size >= LARGEST;
    }

    private Object text(String text) {
      String shown = cut(text, Math.max(0, Math.min(LONGEST_TEXT, LARGEST - size)));
      size += shown.length();
      return shown;
    }

    private Object other(Object value, int depth) {
      if (value.getClass().isArray()) {
        List<Object> elements = new ArrayList<>();
        IntStream.range(0, Math.min(MOST_ELEMENTS + 1, Array.getLength(value)))
            .forEach(i -> elements.add(Optional.ofNullable(Array.get(value, i))));
        return shown(elements, depth);
      }
      return text(redactor.text(value, LONGEST_TEXT));
    }

    /** The redactor masked it before it was written to the file, or nobody did. */
    private Object recorded(RecordedEvent recorded) {
      return Json.object(recorded.json())
          .map(node -> shown(Json.plain(node), 0))
          .orElseGet(() -> text(recorded.json()));
    }

    private Object record(Record data, int depth) {
      List<Redactor.Member> members;
      try {
        members = redactor.members(data);
      } catch (IllegalArgumentException _) { // a component that cannot be read
        return text(redactor.text(data.getClass().getSimpleName(), LONGEST_TEXT));
      }
      var fields = new LinkedHashMap<String, Object>();
      for (var member : members) {
        size += member.name().length();
        fields.put(member.name(), member.isMasked() ? Redactor.MASK : shown(member.value(), depth));
      }
      return fields;
    }

    private Object elements(Collection<?> elements, int depth) {
      var shown = new ArrayList<Object>();
      for (var element : elements) {
        if (shown.size() == MOST_ELEMENTS || size >= LARGEST) {
          shown.add(MORE + " " + (elements.size() - shown.size()) + " more");
          break;
        }
        shown.add(shown(element, depth));
      }
      return shown;
    }

    private Object entries(Map<?, ?> map, int depth) {
      var shown = new LinkedHashMap<String, Object>();
      for (var entry : map.entrySet()) {
        if (shown.size() == MOST_ELEMENTS || size >= LARGEST) {
          shown.put(MORE, (map.size() - shown.size()) + " more");
          break;
        }
        String name = redactor.text(entry.getKey(), LONGEST_TEXT);
        size += name.length();
        shown.put(name, redactor.masks(name) ? Redactor.MASK : shown(entry.getValue(), depth));
      }
      return shown;
    }
  }
}
