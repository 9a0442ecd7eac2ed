package io.baton.tracing;

import io.baton.events.Secret;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How the components of one record class are read, and which are masked. Thread-safe. */
record RecordMembers(List<Component> components) {

  private record Component(String name, Type type, Method accessor, boolean isMasked) {}

  static RecordMembers of(Class<?> type, Predicate<String> masks) {
    return new RecordMembers(
        Arrays.stream(type.getRecordComponents()).map(part -> component(part, masks)).toList());
  }

  private static Component component(RecordComponent part, Predicate<String> masks) {
    Method accessor = part.getAccessor();
    try {
      accessor.setAccessible(true);
    } catch (InaccessibleObjectException _) {
      // Of a module that is closed: reading it says so.
    }
    boolean isMasked =
        part.isAnnotationPresent(Secret.class)
            || accessor.isAnnotationPresent(Secret.class)
            || masks.test(part.getName());
    return new Component(part.getName(), part.getGenericType(), accessor, isMasked);
  }

  List<Redactor.Member> of(Record value) {
    var members = new ArrayList<Redactor.Member>(components.size());
    for (var component : components) {
      members.add(
          new Redactor.Member(
              component.name(),
              component.type(),
              component.isMasked() ? null : read(component, value),
              component.isMasked()));
    }
    return Collections.unmodifiableList(members);
  }

  private static @Nullable Object read(Component component, Record value) {
    try {
      return component.accessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      // Its cause is foreign, and its message could say what must not be shown.
      throw new IllegalArgumentException(
          "component "
              + component.name()
              + " of "
              + value.getClass().getName()
              + " cannot be read: "
              + (e.getCause() == null ? e : e.getCause()).getClass().getName());
    }
  }
}
