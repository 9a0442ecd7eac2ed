package io.baton.agents;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How records of one class are copied: by their canonical constructor, if anything in them was not
 * frozen before. Immutable.
 */
final class RecordShape {

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return shapeOf(type);
        }
      };

  private static final RecordShape CLOSED = new RecordShape(null, new Method[0]);

  private final @Nullable Constructor<?> constructor;
  private final Method[] accessors;

  private RecordShape(@Nullable Constructor<?> constructor, Method[] accessors) {
    this.constructor = constructor;
    this.accessors = accessors;
  }

  static RecordShape of(Record value) {
    return SHAPES.get(value.getClass());
  }

  /** A record without components that may hold a collection, or of a closed module, has none. */
  private static RecordShape shapeOf(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (Arrays.stream(components).noneMatch(RecordShape::mayHoldCollections)) {
      return CLOSED;
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      Method[] accessors =
          Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
      for (var accessor : accessors) {
        accessor.setAccessible(true);
      }
      return new RecordShape(constructor, accessors);
    } catch (NoSuchMethodException | InaccessibleObjectException _) {
      return CLOSED;
    }
  }

  private static boolean mayHoldCollections(RecordComponent component) {
    Class<?> type = component.getType();
    return !type.isPrimitive() && !type.isEnum() && !type.isArray() && type != String.class;
  }

  /** The record, or a copy of it with frozen components. Arrays and null stay as they are. */
  Object copy(Record value, String key, int depth) {
    if (constructor == null) {
      return value;
    }
    try {
      var frozen = new @Nullable Object[accessors.length];
      boolean isFrozen = true;
      for (int i = 0; i < frozen.length; i++) {
        Object component = accessors[i].invoke(value);
        frozen[i] = freeze(component, key, depth);
        isFrozen &= frozen[i] == component;
      }
      return isFrozen ? value : constructor.newInstance(frozen);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "memory key %s must hold what can be copied, but a method of record %s failed"
              .formatted(key, value.getClass().getSimpleName()),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's accessible constructor cannot be called", e);
    }
  }

  private static @Nullable Object freeze(@Nullable Object component, String key, int depth) {
    return component == null || component.getClass().isArray()
        ? component
        : Values.freeze(key, component, depth);
  }
}
