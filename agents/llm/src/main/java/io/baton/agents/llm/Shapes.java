package io.baton.agents.llm;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Works out how the values of a type stand in JSON, before any is read, and refuses what cannot.
 * Confined to one thread.
 */
final class Shapes {

  private static final String SUPPORTED =
      "records, sealed interfaces of records, enums, texts, numbers, booleans, dates and times,"
          + " UUID, URI, JsonNode, Optional, List, Set, Map with keys of type String, and arrays";

  private final Map<JavaType, NamedShape> named = new HashMap<>();

  /**
   * The shape of a type that is written outside of all others.
   *
   * @param where what is said of it in a refusal
   */
  Shape root(Type type, String where) {
    return shape(resolve(type, Map.of(), where), where);
  }

  /** The place for a parameter of a method, by its name. */
  Slot slot(Parameter parameter, String where) {
    return slot(parameter.getName(), parameter, parameter.getAnnotatedType(), Map.of(), where);
  }

  private Slot slot(
      String name,
      AnnotatedElement element,
      AnnotatedType annotated,
      Map<TypeVariable<?>, JavaType> bound,
      String where) {
    Describe described = element.getAnnotation(Describe.class);
    String description = described == null ? null : described.value();
    boolean isNullable =
        isNullable(element.getAnnotations()) || isNullable(annotated.getAnnotations());
    JavaType type = resolve(annotated.getType(), bound, where);
    if (type.raw() != Optional.class) {
      var absence = isNullable ? Slot.Absence.AS_NULL : Slot.Absence.NEVER;
      return new Slot(name, description, shape(type, where), absence);
    }
    if (isNullable) {
      throw new IllegalArgumentException(where + " is an Optional, so it must not be nullable");
    }
    Shape shape = shape(type.arguments().getFirst(), where);
    return new Slot(name, description, shape, Slot.Absence.AS_EMPTY_OPTIONAL);
  }

  private Shape shape(JavaType type, String where) {
    Class<?> raw = type.raw();
    Optional<Shape> scalar = Scalars.shape(raw);
    if (scalar.isPresent()) {
      return scalar.get();
    }
    if (raw.isEnum()) {
      return EnumShape.of(raw);
    }
    if (raw == List.class || raw == Collection.class) {
      return list(ListShape.Kind.LIST, type, where);
    }
    if (raw == Set.class) {
      return list(ListShape.Kind.SET, type, where);
    }
    if (raw.isArray()) {
      return list(ListShape.Kind.ARRAY, type, where);
    }
    if (raw == Map.class && type.arguments().getFirst().raw() == String.class) {
      return new MapShape(shape(type.arguments().get(1), where));
    }
    if (raw.isRecord() || (raw.isInterface() && raw.isSealed())) {
      return named(type, where);
    }
    throw new IllegalArgumentException(
        "%s is of type %s, which has no JSON form; supported are %s"
            .formatted(where, type, SUPPORTED));
  }

  private ListShape list(ListShape.Kind kind, JavaType type, String where) {
    JavaType element = type.arguments().getFirst();
    return new ListShape(kind, element.raw(), shape(element, where));
  }

  private NamedShape named(JavaType type, String where) {
    NamedShape known = named.get(type);
    if (known != null) {
      if (known.isOpen()) {
        known.markRecursive();
      }
      return known;
    }
    var shape = new NamedShape(type);
    named.put(type, shape);
    shape.fill(type.raw().isRecord() ? ofRecord(type) : ofSealed(type, where));
    return shape;
  }

  private RecordShape ofRecord(JavaType type) {
    Map<TypeVariable<?>, JavaType> bound = type.variables();
    List<Slot> slots = new ArrayList<>();
    for (RecordComponent each : type.raw().getRecordComponents()) {
      String where = "component %s of %s".formatted(each.getName(), type.raw().getName());
      slots.add(slot(each.getName(), each, each.getAnnotatedType(), bound, where));
    }
    return RecordShape.of(type, Slots.of(slots));
  }

  private SealedShape ofSealed(JavaType type, String where) {
    Map<String, NamedShape> variants = new LinkedHashMap<>();
    collect(type, where, variants);
    return new SealedShape(type, variants);
  }

  private void collect(JavaType type, String where, Map<String, NamedShape> variants) {
    for (Class<?> each : type.raw().getPermittedSubclasses()) {
      JavaType variant = permitted(type, each, where);
      if (each.isRecord()) {
        addVariant(variant, where, variants);
      } else if (each.isInterface() && each.isSealed()) {
        collect(variant, where, variants);
      } else {
        throw new IllegalArgumentException(
            "%s is of type %s, which permits %s: only records and sealed interfaces are supported"
                .formatted(where, type, each.getName()));
      }
    }
  }

  private void addVariant(JavaType type, String where, Map<String, NamedShape> variants) {
    String name = type.raw().getSimpleName();
    if (Stream.of(type.raw().getRecordComponents())
        .anyMatch(each -> each.getName().equals(SealedShape.DISCRIMINATOR))) {
      throw new IllegalArgumentException(
          "%s: record %s of a sealed interface must not have a component %s, which tells the records apart"
              .formatted(where, type.raw().getName(), SealedShape.DISCRIMINATOR));
    }
    NamedShape shape = named(type, where);
    NamedShape other = variants.put(name, shape);
    if (other != null && other != shape) {
      throw new IllegalArgumentException(
          "%s permits two records of the simple name %s".formatted(where, name));
    }
  }

  private static JavaType permitted(JavaType type, Class<?> subtype, String where) {
    try {
      return type.permitted(subtype);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private static JavaType resolve(Type type, Map<TypeVariable<?>, JavaType> bound, String where) {
    try {
      return JavaType.of(type, bound);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private static boolean isNullable(Annotation[] annotations) {
    return Stream.of(annotations)
        .anyMatch(each -> each.annotationType().getSimpleName().equals("Nullable"));
  }
}
