package io.baton.tracing.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * How the records of one class stand in a line: each component as a member. Names are those of the
 * components in lower case; ids of events and correlations have their CloudEvents names. Immutable
 * and thread-safe.
 */
record TraceShape(Class<? extends Record> type, Constructor<?> constructor, List<Member> members) {

  private static final Map<String, String> CLOUD_EVENTS =
      Map.of("correlationId", "correlationid", "eventId", "id");

  record Member(String name, RecordComponent component) {}

  static TraceShape of(Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return new TraceShape(
          type, constructor, Arrays.stream(components).map(TraceShape::member).toList());
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  private static Member member(RecordComponent component) {
    String name =
        CLOUD_EVENTS.getOrDefault(
            component.getName(), component.getName().toLowerCase(Locale.ROOT));
    return new Member(name, component);
  }

  /** Writes the members of an object that has begun; absent ones are left out. */
  void write(Record value, JsonGenerator out, TraceValues values) {
    for (var member : members) {
      values.write(member.name(), read(member, value), out);
    }
  }

  private static @Nullable Object read(Member member, Record value) {
    try {
      return member.component().getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(member.name() + " cannot be read", e);
    }
  }

  Object read(JsonTree.Members json, TraceValues values) {
    var arguments = new HashMap<Member, @Nullable Object>();
    for (var member : members) {
      arguments.put(
          member,
          values.read(
              member.name(),
              member.component().getGenericType(),
              json.values().get(member.name())));
    }
    try {
      return constructor.newInstance(members.stream().map(arguments::get).toArray());
    } catch (InvocationTargetException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(String.valueOf(why.getMessage()), why);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
