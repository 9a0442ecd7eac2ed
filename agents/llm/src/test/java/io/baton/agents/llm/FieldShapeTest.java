package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldShapeTest {

  @Test
  void patternDeclaresWhatItMatchesWhatLeadsThereAndWhatIsInside() {
    var shape = FieldShape.of("title", "items[*].name");

    assertDeclares(shape, "", "title", "items", "items[3]", "items[3].name", "items[3].name.first");
    assertDeclaresNot(shape, "other", "items.name", "items[3].id", "[0]");
  }

  @Test
  void everythingIsDeclaredUnlessSomethingWas() {
    assertDeclares(FieldShape.any(), "", "a", "[3].b");
    assertThatThrownBy(FieldShape::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("patterns must be at least 1, but are 0");
  }

  @Test
  void schemaDeclaresWhatItDescribes() {
    var schema =
        JsonObjectSchema.builder()
            .addStringProperty("title")
            .addProperty("tags", JsonArraySchema.builder().items(new JsonStringSchema()).build())
            .addProperty("prices", JsonObjectSchema.builder().build())
            .addProperty("raw", JsonRawSchema.from("{}"))
            .build();

    var shape = FieldShape.of(schema);

    assertDeclares(shape, "title", "tags[2]", "prices.tea", "raw.what[0].ever");
    assertDeclaresNot(shape, "other", "title.x", "tags.x", "tags[2].x", "prices[0]");
    assertThat(shape.mayBeginWith('{')).isTrue();
    assertThat(shape.mayBeginWith('[')).isFalse();
  }

  @Test
  void schemaMayReferToItself() {
    var node =
        JsonObjectSchema.builder()
            .addStringProperty("name")
            .addProperty(
                "children",
                JsonArraySchema.builder()
                    .items(JsonReferenceSchema.builder().reference("node").build())
                    .build())
            .build();
    var schema =
        JsonObjectSchema.builder()
            .addProperty("root", JsonReferenceSchema.builder().reference("node").build())
            .definitions(Map.of("node", node))
            .build();

    var shape = FieldShape.of(schema);

    assertDeclares(shape, "root.children[0].children[1].name");
    assertDeclaresNot(shape, "root.children[0].kids", "name");
  }

  @Test
  void eitherOfTwoSchemasMayDeclare() {
    var text = JsonObjectSchema.builder().addStringProperty("text").build();
    var list = JsonArraySchema.builder().items(text).build();

    var shape = FieldShape.of(JsonAnyOfSchema.builder().anyOf(text, list).build());

    assertDeclares(shape, "text", "[0].text");
    assertDeclaresNot(shape, "other", "[0].other");
    assertThat(shape.mayBeginWith('[')).isTrue();
    assertThat(FieldShape.of(new JsonStringSchema()).mayBeginWith('{')).isFalse();
  }

  private static void assertDeclares(FieldShape shape, String... paths) {
    assertThat(paths).allMatch(path -> shape.declares(FieldPath.parse(path)));
  }

  private static void assertDeclaresNot(FieldShape shape, String... paths) {
    assertThat(paths).noneMatch(path -> shape.declares(FieldPath.parse(path)));
  }
}
