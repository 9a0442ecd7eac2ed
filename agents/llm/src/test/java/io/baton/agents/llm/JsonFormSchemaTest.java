package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.io.File;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonFormSchemaTest {

  enum Size {
    @Describe("below ten")
    SMALL,
    LARGE
  }

  @Describe("what is bought")
  record Item(@Describe("in euros") BigDecimal price, Optional<String> note, @Nullable Long rank) {}

  record Order(List<Item> items, Set<Size> sizes, @Describe("wanted size") Size size) {}

  record Times(LocalDate day, @Describe("when it began") Instant start) {}

  record Tree(String name, List<Tree> children, Optional<Tree> twin) {}

  record Bag(Map<String, Integer> counts, JsonNode rest, double[] weights) {}

  sealed interface Command {
    @Describe("walks")
    record Go(int steps) implements Command {}

    record Say(String text, Optional<Command> then) implements Command {}
  }

  record Maybe(Optional<Shape> shape) {}

  sealed interface Shape {
    record Circle(double radius) implements Shape {}
  }

  @Test
  void recordIsAClosedObjectWithRequiredComponents() {
    JsonObjectSchema schema = JsonForm.of(Item.class).root();

    assertThat(SchemaJson.of(schema).toString())
        .isEqualTo(
            """
            {"type":"object","description":"what is bought","properties":{\
            "price":{"type":"number","description":"in euros"},\
            "note":{"type":"string"},\
            "rank":{"type":"integer"}},\
            "required":["price"],"additionalProperties":false}\
            """);
    assertThat(schema.additionalProperties()).isFalse();
  }

  @Test
  void nestedTypesHaveTheirDescriptions() {
    assertThat(JsonForm.of(Order.class).schemaText())
        .contains("\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\"")
        .contains("\"description\":\"what is bought\"")
        .contains(
            "\"size\":{\"type\":\"string\",\"description\":\"wanted size\\nSMALL: below ten\","
                + "\"enum\":[\"SMALL\",\"LARGE\"]}");
  }

  @Test
  void formsOfTextsAreSaidInWords() {
    assertThat(JsonForm.of(Times.class).schemaText())
        .contains("\"day\":{\"type\":\"string\",\"description\":\"a date such as 2026-01-31\"}")
        .contains("when it began (a time in UTC such as 2026-01-31T17:45:00Z)");
  }

  @Test
  void recordThatContainsItselfIsReferredTo() {
    JsonObjectSchema schema = JsonForm.of(Tree.class).root();

    assertThat(schema.definitions()).containsOnlyKeys("Tree");
    assertThat(SchemaJson.of(schema).toString())
        .contains("\"children\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/Tree\"}}")
        .contains("\"twin\":{\"anyOf\":[{\"$ref\":\"#/$defs/Tree\"},{\"type\":\"null\"}]}");
  }

  @Test
  void sealedInterfaceIsOneOfItsRecords() {
    assertThat(JsonForm.of(Command.class).schemaText())
        .contains(
            """
            {"type":"object","description":"walks","properties":{\
            "type":{"type":"string","enum":["Go"]},"steps":{"type":"integer"}},\
            "required":["type","steps"],"additionalProperties":false}\
            """);
  }

  @Test
  void optionalOfASealedInterfaceMayBeNullAlsoWhereAllAreRequired() {
    var strict = JsonSchemaElementUtils.toMap(JsonForm.of(Maybe.class).root(), true);

    assertThat(strict.toString()).contains("anyOf=[{type=object").contains("{type=null}");
    assertThat(strict.get("required")).isEqualTo(List.of("shape"));
  }

  @Test
  void requiredComponentsAreNotNullableInStrictMode() {
    var strict = JsonSchemaElementUtils.toMap(JsonForm.of(Item.class).root(), true);

    assertThat(JsonForm.MAPPER.writeValueAsString(strict))
        .contains("\"price\":{\"type\":\"number\",")
        .contains("\"note\":{\"type\":[\"string\",\"null\"]}");
  }

  @Test
  void mapsAndAnyJsonAreOpen() {
    var form = JsonForm.of(Bag.class);

    assertThat(form.schemaText())
        .contains(
            "\"counts\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}")
        .contains("\"rest\":{}");
    assertThat(form.isStrict()).isFalse();
    assertThat(JsonForm.of(Tree.class).isStrict()).isTrue();
  }

  @Test
  void nameIsOneThatProvidersAllow() {
    assertThat(JsonForm.of(Order.class).schema().name()).isEqualTo("Order");
    assertThat(JsonForm.of(String[].class).schema().name()).isEqualTo("StringArray");
  }

  record WithFile(File file) {}

  record Deep(List<Optional<WithFile>> files) {}

  record RawList(@SuppressWarnings("rawtypes") List list) {}

  record ByNumber(Map<Integer, String> map) {}

  record Both(@Nullable Optional<String> text) {}

  record Generic<T>(T value) {}

  sealed interface Taken {
    record Of(String type) implements Taken {}
  }

  sealed interface Open {
    final class Plain implements Open {}
  }

  @Test
  void whatHasNoFormIsRefusedWithItsPlace() {
    assertRefused(WithFile.class, "component file of", "is of type File, which has no JSON form");
    assertRefused(Deep.class, "component files of", "is of type Optional<WithFile>");
    assertRefused(RawList.class, "component list of", "List is written without its type arguments");
    assertRefused(ByNumber.class, "component map of", "is of type Map<Integer, String>");
    assertRefused(Both.class, "component text of", "is an Optional, so it must not be nullable");
    assertRefused(Generic.class, "Generic is written without its type arguments");
    assertRefused(Taken.class, "must not have a component type");
    assertRefused(Open.class, "only records and sealed interfaces are supported");
    assertRefused(Object.class, "java.lang.Object", "has no JSON form; supported are records");
  }

  @ParameterizedTest
  @ValueSource(classes = {Order.class, Tree.class, Command.class, Bag.class, Times.class})
  void schemaIsAlwaysAnObject(Class<?> type) {
    assertThat(SchemaJson.of(JsonForm.of(type).root()).get("type").stringValue())
        .isEqualTo("object");
  }

  private static void assertRefused(Class<?> type, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonForm.of(type))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }
}
