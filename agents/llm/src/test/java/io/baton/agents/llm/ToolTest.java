package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTest {

  record Lookup(String term) {}

  record Price(int cents, @io.baton.events.Secret String supplier) {}

  record Open(Map<String, String> any) {}

  record WithFile(File file) {}

  static class Shop {

    int sold;

    @ToolMethod("Gives the price of a thing.")
    Price price(@Describe("what one buys") String thing, Optional<Integer> count) {
      return new Price(count.orElse(1) * thing.length(), "secret");
    }

    @ToolMethod(name = "sell-it", value = "Sells a thing.")
    private void sell(int count, ToolContext context) {
      sold = count + context.call().tool().length();
    }

    @ToolMethod("Fails.")
    static String fail(@Nullable String why) {
      throw new IllegalStateException("it fails: " + why);
    }
  }

  static class Special extends Shop {

    @Override
    @ToolMethod("Gives a special price.")
    Price price(String thing, Optional<Integer> count) {
      return new Price(0, "nobody");
    }
  }

  static class Twins {
    @ToolMethod("One.")
    void twin() {}

    @ToolMethod("Two.")
    void twin(int number) {}
  }

  static class Unmapped {
    @ToolMethod("Reads.")
    void read(File file) {}
  }

  static final Tool<Lookup, String> SEARCH =
      Tool.of("search", "Looks a term up.", Lookup.class, lookup -> "about " + lookup.term());

  @Test
  void specificationHasNameDescriptionAndSchema() {
    var specification = SEARCH.specification();

    assertThat(specification.name()).isEqualTo("search");
    assertThat(specification.description()).isEqualTo("Looks a term up.");
    assertThat(specification.parameters().properties()).containsOnlyKeys("term");
    assertThat(specification.parameters().required()).containsExactly("term");
    assertThat(specification.strict()).isNull();
  }

  @Test
  void openSchemaIsNeverSentAsAStrictOne() {
    var tool = Tool.of("open", "Takes anything.", Open.class, open -> open.any().size());

    assertThat(tool.specification().strict()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "dot.ted", "ümlaut", "a/b", "x\n"})
  void illFormedNameIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tool.of(name, "Does.", Lookup.class, Lookup::term))
        .withMessage("a tool's name must match [a-zA-Z0-9_-]{1,64}, but is \"%s\"".formatted(name));
  }

  @Test
  void nameHasAtMost64Characters() {
    Tool.of("x".repeat(64), "Does.", Lookup.class, Lookup::term);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tool.of("x".repeat(65), "Does.", Lookup.class, Lookup::term));
  }

  @Test
  void whatCannotWorkIsRefusedWhenTheToolIsMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tool.of("read", "Reads.", WithFile.class, WithFile::file))
        .withMessageContaining("tool read: component file of")
        .withMessageContaining("File, which has no JSON form");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tool.of("read", " ", Lookup.class, Lookup::term))
        .withMessage("tool read must have a description");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SEARCH.timeout(Duration.ZERO))
        .withMessage("timeout of tool search must be positive, but is PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SEARCH.outputCap(99))
        .withMessage("outputCap of tool search must be at least 100, but is 99");
  }

  @Test
  void settersGiveANewTool() {
    var quick = SEARCH.timeout(Duration.ofSeconds(1));

    assertThat(quick).isNotSameAs(SEARCH);
    assertThat(SEARCH.settings().timeout()).isNull();
    assertThat(quick.outputCap(100).settings().timeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void methodsAreToolsInTheOrderOfTheirNames() {
    var tools = Tool.from(new Shop());

    assertThat(tools).extracting(Tool::name).containsExactly("fail", "price", "sell-it");
    var price = tools.get(1).specification().parameters();
    assertThat(price.properties().get("thing"))
        .isEqualTo(JsonStringSchema.builder().description("what one buys").build());
    assertThat(price.properties().get("count")).isInstanceOf(JsonIntegerSchema.class);
    assertThat(price.required()).containsExactly("thing");
    assertThat(tools.get(2).specification().parameters().properties()).containsOnlyKeys("count");
  }

  @Test
  void methodsAreCalledWithTheirArguments() throws Exception {
    var shop = new Shop();
    var calls = new Calls(Tool.from(shop));

    var results =
        calls.run(
            Calls.request("price", "{\"thing\": \"pen\", \"count\": 2}"),
            Calls.request("price", "{\"thing\": \"pen\"}"),
            Calls.request("sell-it", "{\"count\": 3}"),
            Calls.request("fail", "{\"why\": \"rain\"}"));

    assertThat(results)
        .containsExactly(
            "{\"cents\":6,\"supplier\":\"***\"}",
            "{\"cents\":3,\"supplier\":\"***\"}",
            "done",
            "Tool fail failed: it fails: rain.");
    assertThat(shop.sold).isEqualTo(10);
  }

  @Test
  void methodThatIsOverriddenIsOneTool() throws Exception {
    var tools = Tool.from(new Special());

    assertThat(tools).extracting(Tool::name).containsExactly("fail", "price", "sell-it");
    assertThat(tools.get(1).description()).isEqualTo("Gives a special price.");
  }

  @Test
  void objectsWhoseMethodsCannotBeToolsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tool.from("text"))
        .withMessage("java.lang.String has no method with @ToolMethod");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tool.from(new Twins()))
        .withMessage("two tools have the name twin");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tool.from(new Unmapped()))
        .withMessageContaining("parameter file of")
        .withMessageContaining("File, which has no JSON form");
  }

  @Test
  void twoToolsOfOneNameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Toolbox.of(List.of(SEARCH, SEARCH)))
        .withMessage("two tools have the name search");
  }
}
