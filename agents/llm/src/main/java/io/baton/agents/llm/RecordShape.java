package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A record, as an object with its components by name. */
record RecordShape(JavaType type, Constructor<?> constructor, List<Method> accessors, Slots slots)
    implements ObjectShape {

  static RecordShape of(JavaType type, Slots slots) {
    RecordComponent[] components = type.raw().getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    List<Method> accessors = Stream.of(components).map(RecordComponent::getAccessor).toList();
    try {
      Constructor<?> constructor = type.raw().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      accessors.forEach(each -> each.setAccessible(true));
      return new RecordShape(type, constructor, accessors, slots);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor: " + type, e);
    } catch (InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "record %s is closed to Baton by its module".formatted(type.raw().getName()), e);
    }
  }

  @Override
  public JsonObjectSchema schema(@Nullable String description, Definitions definitions) {
    Describe own = type.raw().getAnnotation(Describe.class);
    String text = description == null && own != null ? own.value() : description;
    return slots.schema(JsonObjectSchema.builder().description(text), definitions);
  }

  @Override
  public String expected() {
    return "an object (%s)".formatted(type);
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    return read(json, place, findings, null);
  }

  /**
   * Reads an object.
   *
   * @param discriminator a property that is there and is no component
   */
  @Nullable Object read(
      JsonNode json, Place place, Findings findings, @Nullable String discriminator) {
    if (!(json instanceof ObjectNode object)) {
      findings.wrongType(place, expected(), json);
      return null;
    }
    int before = findings.count();
    slots.findUnknown(object, place, findings, type.toString(), discriminator);
    @Nullable Object[] parts = slots.read(object, place, findings);
    return findings.count() > before ? null : construct(parts, place, findings);
  }

  @Override
  public ObjectNode write(Object value) {
    List<@Nullable Object> parts = new ArrayList<>();
    for (Method accessor : accessors) {
      parts.add(part(accessor, value));
    }
    return slots.write(parts);
  }

  @Override
  public boolean isStrict() {
    return slots.isStrict();
  }

  private @Nullable Object construct(@Nullable Object[] parts, Place place, Findings findings) {
    try {
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      String reason = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      findings.add(new Mismatch.Refused(place.toString(), type.toString(), reason));
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the constructor of " + type + " was accessible", e);
    }
  }

  private @Nullable Object part(Method accessor, Object value) {
    try {
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "component %s of %s cannot be read".formatted(accessor.getName(), type), e);
    }
  }
}
