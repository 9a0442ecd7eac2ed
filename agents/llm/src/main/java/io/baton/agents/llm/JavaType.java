package io.baton.agents.llm;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A type whose variables are all bound.
 *
 * @param raw its class
 * @param arguments its type arguments; the type of the elements, if it is an array
 */
record JavaType(Class<?> raw, List<JavaType> arguments) {

  /** A type that is written where some variables have a meaning. */
  static JavaType of(Type type, Map<TypeVariable<?>, JavaType> bound) {
    return switch (type) {
      case Class<?> raw when raw.isArray() ->
          new JavaType(raw, List.of(of(raw.getComponentType(), bound)));
      case Class<?> raw -> ofClass(raw);
      case ParameterizedType generic ->
          new JavaType((Class<?>) generic.getRawType(), all(generic, bound));
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], bound);
      case GenericArrayType array -> arrayOf(of(array.getGenericComponentType(), bound));
      case TypeVariable<?> variable -> bound(variable, bound);
      default -> throw new IllegalArgumentException(type.getTypeName() + " is not known");
    };
  }

  /** What the variables of the class mean here. */
  Map<TypeVariable<?>, JavaType> variables() {
    Map<TypeVariable<?>, JavaType> bound = new HashMap<>();
    TypeVariable<?>[] variables = raw.getTypeParameters();
    for (int i = 0; i < variables.length; i++) {
      bound.put(variables[i], arguments.get(i));
    }
    return bound;
  }

  /** A class that this sealed interface permits, with the arguments that follow from its own. */
  JavaType permitted(Class<?> subtype) {
    Map<TypeVariable<?>, JavaType> bound = new HashMap<>();
    for (Type parent : subtype.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType generic && generic.getRawType() == raw) {
        Type[] given = generic.getActualTypeArguments();
        for (int i = 0; i < given.length; i++) {
          if (given[i] instanceof TypeVariable<?> variable) {
            bound.put(variable, arguments.get(i));
          }
        }
      }
    }
    return new JavaType(
        subtype, Stream.of(subtype.getTypeParameters()).map(each -> bound(each, bound)).toList());
  }

  /** The name as one writes it, without packages. */
  @Override
  public String toString() {
    if (raw.isArray()) {
      return arguments.getFirst() + "[]";
    }
    return arguments.isEmpty()
        ? raw.getSimpleName()
        : raw.getSimpleName()
            + arguments.stream()
                .map(JavaType::toString)
                .collect(Collectors.joining(", ", "<", ">"));
  }

  private static JavaType ofClass(Class<?> raw) {
    if (raw.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          raw.getSimpleName() + " is written without its type arguments");
    }
    return new JavaType(raw, List.of());
  }

  private static List<JavaType> all(ParameterizedType type, Map<TypeVariable<?>, JavaType> bound) {
    return Stream.of(type.getActualTypeArguments()).map(each -> of(each, bound)).toList();
  }

  private static JavaType arrayOf(JavaType element) {
    return new JavaType(element.raw().arrayType(), List.of(element));
  }

  private static JavaType bound(TypeVariable<?> variable, Map<TypeVariable<?>, JavaType> bound) {
    JavaType type = bound.get(variable);
    if (type == null) {
      throw new IllegalArgumentException("the type variable " + variable + " has no value");
    }
    return type;
  }
}
