package io.baton.events.json;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.Headers;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Works out, before anything is encoded, how each component of each registered record is written,
 * and refuses what cannot be.
 */
final class Shapes {

  private final Scalars scalars;
  private final Registry registry;
  private final boolean lenient;
  private final Map<Class<?>, Shape> records = new HashMap<>();
  private final Set<Class<?>> begun = new HashSet<>();

  Shapes(Scalars scalars, Registry registry, boolean lenient) {
    this.scalars = scalars;
    this.registry = registry;
    this.lenient = lenient;
  }

  Slot slot(RecordComponent component, String where) {
    return slot(component.getAnnotatedType(), isNullable(component.getAnnotations()), where);
  }

  /** The shape of a record, which may contain itself. */
  Shape ofRecord(Class<?> type, String where) {
    if (type.getTypeParameters().length > 0) {
      throw refused(where, type, "has type parameters");
    }
    if (begun.add(type)) {
      records.put(type, RecordShape.of(type, this, lenient));
    }
    return new Reference(type, records);
  }

  private Slot slot(AnnotatedType annotated, boolean nullable, String where) {
    AnnotatedType type = bound(annotated);
    Class<?> raw = raw(type, where);
    boolean mayBeNull = nullable || isNullable(type.getAnnotations());
    if (raw != Optional.class) {
      var absence = mayBeNull ? Slot.Absence.AS_NULL : Slot.Absence.NEVER;
      return new Slot(shape(raw, type, where), absence);
    }
    Slot inner = argument(type, 0, where);
    if (mayBeNull || inner.absence() != Slot.Absence.NEVER) {
      throw refused(where, raw, "has two ways to be absent");
    }
    return new Slot(inner.shape(), Slot.Absence.AS_EMPTY_OPTIONAL);
  }

  private Shape shape(Class<?> raw, AnnotatedType type, String where) {
    Optional<Shape> scalar = scalars.shape(raw);
    if (scalar.isPresent()) {
      return scalar.get();
    }
    if (raw == List.class || raw == Collection.class || raw == Set.class) {
      return new CollectionShape(argument(type, 0, where), raw == Set.class);
    }
    if (raw == Map.class) {
      return new MapShape(key(argumentType(type, 0, where), where), argument(type, 1, where));
    }
    if (raw == Envelope.class) {
      return new EnvelopeShape(registry, lenient);
    }
    if (raw == Headers.class) {
      return new HeadersShape();
    }
    if (raw.isRecord()) {
      return ofRecord(raw, where);
    }
    if (raw.isInterface() && Event.class.isAssignableFrom(raw)) {
      return new EventShape(raw, registry, lenient);
    }
    if (raw.isInterface() && raw.isSealed()) {
      return SealedShape.of(raw, this, lenient, where);
    }
    throw refused(where, raw, "is not one of the types that a codec knows");
  }

  private TextShape<?> key(AnnotatedType type, String where) {
    Class<?> raw = raw(bound(type), where);
    return scalars
        .key(raw)
        .orElseThrow(() -> refused(where, raw, "has no text form, which a map's key needs"));
  }

  private Slot argument(AnnotatedType type, int index, String where) {
    return slot(argumentType(type, index, where), false, where);
  }

  private static AnnotatedType argumentType(AnnotatedType type, int index, String where) {
    if (type instanceof AnnotatedParameterizedType parameterized) {
      return parameterized.getAnnotatedActualTypeArguments()[index];
    }
    throw new IllegalArgumentException(
        "%s must have type arguments, but is of type %s"
            .formatted(where, type.getType().getTypeName()));
  }

  private static AnnotatedType bound(AnnotatedType type) {
    return type instanceof AnnotatedWildcardType wildcard
        ? wildcard.getAnnotatedUpperBounds()[0]
        : type;
  }

  private static Class<?> raw(AnnotatedType type, String where) {
    return switch (type.getType()) {
      case Class<?> raw -> raw;
      case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
      default ->
          throw new IllegalArgumentException(
              "%s is of type %s, which a codec does not know"
                  .formatted(where, type.getType().getTypeName()));
    };
  }

  private static boolean isNullable(Annotation[] annotations) {
    return Stream.of(annotations)
        .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
  }

  private static IllegalArgumentException refused(String where, Class<?> type, String why) {
    return new IllegalArgumentException(
        "%s is of type %s, which %s".formatted(where, type.getName(), why));
  }

  /** Looked up when used, so that a record may contain itself. */
  private record Reference(Class<?> type, Map<Class<?>, Shape> records) implements Shape {

    @Override
    public void write(Object value, JsonWriter out, Path path) {
      target().write(value, out, path);
    }

    @Override
    public Object read(Json json, Path path) {
      return target().read(json, path);
    }

    private Shape target() {
      Shape shape = records.get(type);
      if (shape == null) {
        throw new IllegalStateException("no shape was made for " + type);
      }
      return shape;
    }

    @Override
    public String toString() {
      return type.getName();
    }
  }
}
