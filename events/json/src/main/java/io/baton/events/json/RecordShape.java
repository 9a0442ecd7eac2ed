package io.baton.events.json;

import io.baton.events.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record, as an object with its components by name; what is absent is left out. */
record RecordShape(
    Class<?> type,
    Constructor<?> constructor,
    List<Component> components,
    Set<String> names,
    boolean lenient)
    implements Shape {

  record Component(String name, Method accessor, Slot slot, boolean secret) {

    Path place(Path path) {
      return secret ? path.secretChild(name) : path.child(name);
    }
  }

  static RecordShape of(Class<?> type, Shapes shapes, boolean lenient) {
    var components =
        Stream.of(type.getRecordComponents()).map(c -> component(type, c, shapes)).toList();
    var names = components.stream().map(Component::name).collect(Collectors.toSet());
    return new RecordShape(type, canonicalConstructor(type), components, names, lenient);
  }

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    out.startObject();
    for (Component component : components) {
      @Nullable Object part = part(value, component, path);
      if (!component.slot().isAbsent(part)) {
        out.name(component.name());
        component.slot().write(part, out, component.place(path));
      }
    }
    out.endObject();
  }

  @Override
  public Object read(Json json, Path path) {
    var properties = Properties.of(json, path, type.getSimpleName(), names, lenient);
    @Nullable Object[] parts = new @Nullable Object[components.size()];
    for (int i = 0; i < parts.length; i++) {
      Component component = components.get(i);
      Json part = properties.find(component.name());
      parts[i] = component.slot().read(part, component.place(path), type.getSimpleName());
    }
    try {
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      boolean secret = components.stream().anyMatch(Component::secret);
      throw (secret ? path.hidden() : path).isRefused(type.getSimpleName(), cause(e));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the constructor of " + type + " was accessible", e);
    }
  }

  private @Nullable Object part(Object value, Component component, Path path) {
    try {
      return component.accessor().invoke(value);
    } catch (InvocationTargetException e) {
      throw component.place(path).isUnwritable("cannot be read", cause(e));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component.accessor() + " was accessible", e);
    }
  }

  private static Throwable cause(InvocationTargetException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() == null ? e : e.getCause();
  }

  private static Component component(Class<?> type, RecordComponent part, Shapes shapes) {
    String where = "component " + part.getName() + " of " + type.getName();
    Method accessor = part.getAccessor();
    accessor.setAccessible(true);
    return new Component(
        part.getName(),
        accessor,
        shapes.slot(part, where),
        part.isAnnotationPresent(Secret.class) || accessor.isAnnotationPresent(Secret.class));
  }

  private static Constructor<?> canonicalConstructor(Class<?> type) {
    var types =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor: " + type, e);
    }
  }
}
