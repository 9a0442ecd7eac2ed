package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The properties of an object, in their order. Immutable. */
record Slots(List<Slot> all, Set<String> names) {

  static Slots of(List<Slot> all) {
    return new Slots(all, all.stream().map(Slot::name).collect(Collectors.toSet()));
  }

  JsonObjectSchema schema(JsonObjectSchema.Builder builder, Definitions definitions) {
    all.forEach(each -> builder.addProperty(each.name(), each.schema(definitions)));
    var required = all.stream().filter(Slot::isRequired).map(Slot::name).toList();
    return builder.required(required).additionalProperties(false).build();
  }

  /**
   * Finds properties that are not of these.
   *
   * @param discriminator one that is let pass
   */
  void findUnknown(
      ObjectNode json,
      Place place,
      Findings findings,
      String owner,
      @Nullable String discriminator) {
    for (String name : json.propertyNames()) {
      if (!names.contains(name) && !name.equals(discriminator)) {
        var known = all.stream().map(Slot::name).toList();
        findings.add(new Mismatch.UnknownProperty(place.child(name).toString(), owner, known));
      }
    }
  }

  @Nullable Object[] read(ObjectNode json, Place place, Findings findings) {
    @Nullable Object[] values = new @Nullable Object[all.size()];
    for (int i = 0; i < values.length; i++) {
      Slot slot = all.get(i);
      values[i] = slot.read(json.get(slot.name()), place.child(slot.name()), findings);
    }
    return values;
  }

  ObjectNode write(List<@Nullable Object> values) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < all.size(); i++) {
      JsonNode value = all.get(i).write(values.get(i));
      if (value != null) {
        json.set(all.get(i).name(), value);
      }
    }
    return json;
  }

  boolean isStrict() {
    return all.stream().allMatch(each -> each.shape().isStrict());
  }
}
