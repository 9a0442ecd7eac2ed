package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.llm.Mismatch.Missing;
import io.baton.agents.llm.Mismatch.NotJson;
import io.baton.agents.llm.Mismatch.NullValue;
import io.baton.agents.llm.Mismatch.Refused;
import io.baton.agents.llm.Mismatch.UnknownConstant;
import io.baton.agents.llm.Mismatch.UnknownProperty;
import io.baton.agents.llm.Mismatch.UnknownVariant;
import io.baton.agents.llm.Mismatch.WrongType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonFormReadTest {

  enum Size {
    SMALL,
    LARGE
  }

  record Item(String name, BigDecimal price) {
    Item {
      if (price.signum() < 0) {
        throw new IllegalArgumentException("price must not be negative, but is " + price);
      }
    }
  }

  record Order(String buyer, List<Item> items, Optional<String> note) {}

  record Scalars(int count, double weight, boolean urgent, Size size, LocalDate day) {}

  record Whole(byte tiny, long big, BigInteger huge) {}

  record Others(Set<Integer> set, Map<String, Integer> map, int[] array, JsonNode any) {}

  record Loose(@Nullable String text, Optional<Integer> number) {}

  sealed interface Command {
    record Go(int steps) implements Command {}

    record Say(String text) implements Command {}
  }

  record Plan(List<Command> commands) {}

  record Tree(String name, List<Tree> children) {}

  record Pair<A, B>(A first, List<B> rest) {}

  record Generic(Pair<String, Integer> pair) {}

  @Test
  void recordComesBackAsItWasWritten() {
    var form = JsonForm.of(Order.class);
    var order =
        new Order("Ann", List.of(new Item("pen", new BigDecimal("1.50"))), Optional.of("soon"));

    var json = form.write(order);

    assertThat(json.toString())
        .isEqualTo(
            """
            {"buyer":"Ann","items":[{"name":"pen","price":1.50}],"note":"soon"}\
            """);
    assertThat(form.read(json)).isEqualTo(order);
    assertThat(form.read(json.toString())).isEqualTo(order);
  }

  @Test
  void wrongTypeNamesThePathAndWhatCame() {
    var found =
        mismatches(
            Order.class,
            """
            {"buyer": "Ann", "items": [{"name": "pen", "price": 1},
              {"name": "ink", "price": 2}, {"name": "cap", "price": "cheap"}]}\
            """);

    assertThat(found)
        .containsExactly(new WrongType("items[2].price", "a number", "the text \"cheap\""));
    assertThat(found.getFirst().sentence())
        .isEqualTo("items[2].price: expected a number, but got the text \"cheap\"");
  }

  @Test
  void everyMismatchIsFoundAtOnce() {
    var found =
        mismatches(
            Scalars.class,
            """
            {"count": null, "weight": "x", "size": "HUGE", "day": "tomorrow", "colour": 1}\
            """);

    assertThat(found)
        .containsExactly(
            new UnknownProperty(
                "colour", "Scalars", List.of("count", "weight", "urgent", "size", "day")),
            new NullValue("count", "a whole number from -2147483648 to 2147483647"),
            new WrongType("weight", "a number", "the text \"x\""),
            new Missing("urgent", "true or false"),
            new UnknownConstant("size", List.of("SMALL", "LARGE"), "the text \"HUGE\""),
            new WrongType("day", "a date such as 2026-01-31", "the text \"tomorrow\""));
  }

  @Test
  void exceptionsMessageHasAllSentences() {
    assertThatThrownBy(() -> JsonForm.of(Item.class).read("{\"price\": 1, \"cost\": 2}"))
        .isInstanceOf(JsonMismatchException.class)
        .hasMessage(
            "cost: is unknown; the properties of Item are name, price;"
                + " name: is missing; expected a text");
  }

  @Test
  void atMostTenMismatchesAreKept() {
    String many = "{\"children\": [" + "1,".repeat(30) + "1], \"name\": \"x\"}";

    assertThat(mismatches(Tree.class, many)).hasSize(10);
  }

  @Test
  void constructorThatRefusesIsAMismatch() {
    assertThat(mismatches(Item.class, "{\"name\": \"pen\", \"price\": -1}"))
        .containsExactly(new Refused("", "Item", "price must not be negative, but is -1"));
  }

  @Test
  void onlyWhatMayBeAbsentCanBeNullOrLeftOut() {
    var form = JsonForm.of(Loose.class);

    assertThat(form.read("{}")).isEqualTo(new Loose(null, Optional.empty()));
    assertThat(form.read("{\"text\": null, \"number\": null}"))
        .isEqualTo(new Loose(null, Optional.empty()));
    assertThat(form.write(new Loose(null, Optional.empty())).toString()).isEqualTo("{}");
    assertThatThrownBy(() -> JsonForm.of(Item.class).write(nameless()))
        .hasMessage("name must not be null");
  }

  @Test
  void sealedInterfaceIsToldByItsType() {
    var form = JsonForm.of(Plan.class);
    var plan = new Plan(List.of(new Command.Go(3), new Command.Say("hi")));

    var json = form.write(plan);

    assertThat(json.toString())
        .isEqualTo(
            """
            {"commands":[{"type":"Go","steps":3},{"type":"Say","text":"hi"}]}\
            """);
    assertThat(form.read(json)).isEqualTo(plan);
  }

  @Test
  void variantThatIsUnknownOrMissingIsAMismatch() {
    assertThat(mismatches(Plan.class, "{\"commands\": [{\"type\": \"Fly\"}, {\"steps\": 1}]}"))
        .containsExactly(
            new UnknownVariant("commands[0].type", List.of("Go", "Say"), "the text \"Fly\""),
            new Missing("commands[1].type", "one of Go, Say"));
  }

  @Test
  void whatIsNoRecordStandsInOneProperty() {
    var form = JsonForm.of(Command.class);

    Command go = form.read("{\"value\": {\"type\": \"Go\", \"steps\": 2}}");

    assertThat(go).isEqualTo(new Command.Go(2));
    assertThat(form.write(go).toString()).isEqualTo("{\"value\":{\"type\":\"Go\",\"steps\":2}}");
    assertThat(mismatches(Command.class, "[]"))
        .extracting(Mismatch::sentence)
        .first()
        .asString()
        .startsWith("the document: expected an object with the property value");
  }

  @Test
  void recordMayContainItself() {
    var form = JsonForm.of(Tree.class);
    var tree = new Tree("root", List.of(new Tree("leaf", List.of())));

    assertThat(form.read(form.write(tree))).isEqualTo(tree);
  }

  @Test
  void typeArgumentsAreFollowed() {
    assertThat(JsonForm.of(Generic.class).read("{\"pair\": {\"first\": \"a\", \"rest\": [1, 2]}}"))
        .isEqualTo(new Generic(new Pair<>("a", List.of(1, 2))));
    assertThat(mismatches(Generic.class, "{\"pair\": {\"first\": 1, \"rest\": [\"x\"]}}"))
        .extracting(Mismatch::path)
        .containsExactly("pair.first", "pair.rest[0]");
  }

  @Test
  void collectionsAndAnyJsonAreRead() {
    Others others =
        JsonForm.of(Others.class)
            .read("{\"set\":[2,1],\"map\":{\"a b\":1},\"array\":[3],\"any\":null}");

    assertThat(others.set()).containsExactly(2, 1).isUnmodifiable();
    assertThat(others.map()).containsExactly(Map.entry("a b", 1)).isUnmodifiable();
    assertThat(others.array()).containsExactly(3);
    assertThat(others.any().isNull()).isTrue();
  }

  @Test
  void pathOfAStrangeKeyIsQuoted() {
    assertThat(
            mismatches(
                Others.class, "{\"set\":[1,1],\"map\":{\"a b\":\"x\"},\"array\":[],\"any\":1}"))
        .extracting(Mismatch::path)
        .containsExactly("set", "map[\"a b\"]");
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "3.0, 3", "3e2, 300", "-0, 0"})
  void wholeNumbersAreThoseOfJsonSchema(String written, int value) {
    assertThat(JsonForm.of(int.class).read("{\"value\": %s}".formatted(written))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5", "2147483648", "1e999999999", "\"3\"", "true", "[]", "{}", "null"})
  void whatIsNoIntIsRefused(String written) {
    assertThat(mismatches(int.class, "{\"value\": %s}".formatted(written)))
        .singleElement()
        .extracting(Mismatch::path)
        .isEqualTo("value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "\"1\""})
  void whatIsNoFiniteDoubleIsRefused(String written) {
    assertThat(mismatches(double.class, "{\"value\": %s}".formatted(written))).hasSize(1);
  }

  @Test
  void hugeNumberIsNotMadeOfAShortText() {
    assertThat(mismatches(BigInteger.class, "{\"value\": 1e999999999}")).hasSize(1);
    assertThat(JsonForm.of(Whole.class).read("{\"tiny\":127,\"big\":1,\"huge\":1e30}").huge())
        .isEqualTo(BigInteger.TEN.pow(30));
  }

  @Test
  void decimalsAreExact() {
    var json = "{\"value\": 0.1000000000000000055511151231257827}";

    assertThat(JsonForm.of(BigDecimal.class).read(json))
        .isEqualTo(new BigDecimal("0.1000000000000000055511151231257827"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"name\": }", "{} {}", "{\"name\":\"a\",\"name\":\"b\"}", "no"})
  void textThatIsNotJsonIsAMismatch(String text) {
    assertThat(mismatches(Item.class, text)).singleElement().isInstanceOf(NotJson.class);
  }

  private static List<Mismatch> mismatches(Class<?> type, String json) {
    try {
      Object read = JsonForm.of(type).read(json);
      throw new AssertionError("was read as " + read);
    } catch (JsonMismatchException e) {
      return e.mismatches();
    }
  }

  @SuppressWarnings("NullAway") // the null is what the test is about
  private static Item nameless() {
    return new Item(null, BigDecimal.ONE);
  }
}
