package io.baton.events.json;

import static io.baton.events.json.Codecs.CODEC;
import static io.baton.events.json.Codecs.envelope;
import static io.baton.events.json.Codecs.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.Headers;
import io.baton.events.json.EventCodecException.DuplicateKey;
import io.baton.events.json.EventCodecException.Malformed;
import io.baton.events.json.EventCodecException.UnknownProperty;
import io.baton.events.json.EventCodecException.UnknownType;
import io.baton.events.json.EventCodecException.UnknownVersion;
import io.baton.events.json.EventCodecException.WrongShape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecErrorsTest {

  record Stranger() implements Event {}

  @ParameterizedTest
  @ValueSource(strings = {"Nobody", "java.lang.Runtime", "io.baton.events.json.Order$Empty", ""})
  void unknownTypeIsNamed(String name) {
    assertThatExceptionOfType(UnknownType.class)
        .isThrownBy(() -> CODEC.decodeEvent(json(name, "{}")))
        .withMessage("/type must be the name of a registered type, but is \"%s\"", name)
        .satisfies(e -> assertThat(e.type()).isEqualTo(name));
  }

  @Test
  void eventThatIsNotRegisteredIsNotEncoded() {
    assertThatExceptionOfType(UnknownType.class)
        .isThrownBy(() -> CODEC.encode(envelope(new Stranger())))
        .withMessage(
            "events must be registered to be encoded, but %s is not", Stranger.class.getName());
  }

  @Test
  void unknownVersionIsNamed() {
    assertThatExceptionOfType(UnknownVersion.class)
        .isThrownBy(
            () -> CODEC.decodeEvent("{\"type\":\"Order.Empty\",\"typeversion\":2,\"data\":{}}"))
        .withMessage("type \"Order.Empty\" is registered in versions [1], but is of version 2")
        .satisfies(e -> assertThat(e.type()).isEqualTo("Order.Empty"))
        .satisfies(e -> assertThat(e.version()).isEqualTo(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "nul", "{}x", "{} {}", "{'a':1}", "{\"a\":01}", "{\"a\":NaN}", "//"})
  void brokenTextIsMalformed(String text) {
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> CODEC.decode(text))
        .withMessageStartingWith("malformed JSON");
  }

  @Test
  void everyBeginningOfADocumentIsMalformed() {
    byte[] whole = CODEC.encodeBytes(envelope(new Order.Payment("€", 1, Map.of("a", 1))));

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(Malformed.class).isThrownBy(() -> CODEC.decode(cut));
    }
  }

  @Test
  void otherEncodingsThanUtf8AreMalformed() {
    byte[] utf16 = CODEC.encode(envelope(new Order.Empty())).getBytes(StandardCharsets.UTF_16LE);
    byte[] latin = "{\"ü\":1}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatExceptionOfType(Malformed.class).isThrownBy(() -> CODEC.decode(utf16));
    assertThatExceptionOfType(Malformed.class).isThrownBy(() -> CODEC.decode(latin));
    assertThatExceptionOfType(Malformed.class).isThrownBy(() -> CODEC.decode("\"\ud83d\""));
  }

  @Test
  void duplicateKeyIsRefusedAtEveryLevel() {
    String nested = json("Order.Percent", "{\"value\":1,\"value\":1}");
    String key = json("Order.Maps", maps("{\"1\":[],\"01\":[]}"));

    assertDuplicate("{\"type\":\"a\",\"type\":\"b\"}", "/type");
    assertDuplicate(nested, "/data/value");
    assertDuplicate(key, "/data/names/01");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Percent | {}                 | /data/value is missing in Percent",
        "Percent | {'value':null}     | /data/value must be an int, but is null",
        "Percent | {'value':'1'}      | /data/value must be an int, but is \"1\"",
        "Percent | {'value':1.0}      | /data/value must be an int, but is 1.0",
        "Percent | {'value':1e2}      | /data/value must be an int, but is 1e2",
        "Percent | {'value':3000000000} | /data/value must be an int, but is 3000000000",
        "Percent | {'value':[1]}      | /data/value must be an int, but is an array",
        "Percent | []                 | /data must be an object, but is an array",
        "Percent | null               | /data must be an object, but is null",
        "Percent | {'value':101} | /data is refused by Percent: value must be at most 100, but is 101",
        "Empty   | 1                  | /data must be an object, but is 1",
        "Drawn   | {'figure':{'type':'Circle','data':{'radius':1e999}},'tree':{}} "
            + "| /data/figure/data/radius must be a double, but is 1e999",
        "Drawn   | {'figure':{'type':'Circle','data':{'radius':true}},'tree':{}} "
            + "| /data/figure/data/radius must be a double, but is true",
        "Wrapped | {'any':{'type':'Order.Empty','data':{}},'orders':{}} "
            + "| /data/orders must be an array, but is an object",
        "Wrapped | {'any':{'type':'Order.Empty'}} | /data/any/data is missing in an event",
        "Wrapped | {'any':{'type':'Order.Empty','data':{}},'orders':[{'type':'baton.RunCancelled',"
            + "'data':{'reason':''}}]} "
            + "| /data/orders/0/type must be the name of an event of type Order, but is \"baton.RunCancelled\"",
        "Placed  | {'id':'','lines':[],'priority':'MID'} "
            + "| /data/priority must be one of [LOW, HIGH], but is \"MID\"",
        "Placed  | {'id':'','lines':[null]} | /data/lines/0 must be an object, but is null",
        "Placed  | {'id':'','lines':[],'priority':'LOW','at':'noon'} "
            + "| /data/at must be the text of an Instant, but is \"noon\"",
      })
  void wrongShapeSaysWhereAndWhat(String type, String data, String message) {
    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.decodeEvent(json("Order." + type, data.replace('\'', '"'))))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"1.0\" | \"0.3\" | /specversion must be \"1.0\", but is \"0.3\"",
        "\"hops\":0 | \"hops\":-1 | hops must be at least 0, but is -1",
        "\"hops\":0 | \"hops\":0,\"causes\":[\"00000000-0000-7000-0000-000000000001\"]"
            + " | causationid must be the first of causes",
        "\"time\":\"2026 | \"time\":\"x | /time must be the text of an Instant",
        "\"id\":\"0 | \"id\":\"z0 | /id must be the text of an EventId",
        "\"source\":\"application\", | `` | /source is missing in an envelope",
      })
  void wrongEnvelopeSaysWhereAndWhat(String good, String bad, String message) {
    String json = CODEC.encode(envelope(new Order.Empty()));
    assertThat(json).contains(good);

    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.decode(json.replaceFirst(Pattern.quote(good), bad)))
        .withMessageContaining(message.replace("causationid", "causationId"));
  }

  @Test
  void setWithEqualItemsIsRefused() {
    String data =
        "{\"lines\":{},\"counts\":{},\"names\":{},\"tags\":[\"a\",\"a\"],\"gaps\":[],\"holes\":[]}";

    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.decodeEvent(json("Order.Maps", data)))
        .withMessage("/data/tags must be an array of items that differ, but is an array");
  }

  @Test
  void unknownNameInASealedHierarchyIsRefused() {
    assertThatExceptionOfType(UnknownType.class)
        .isThrownBy(
            () -> CODEC.decodeEvent(json("Order.Drawn", "{\"figure\":{\"type\":\"Star\"}}")))
        .withMessage("/data/figure/type must be one of [Circle, Box], but is \"Star\"");
  }

  @Test
  void unknownPropertyIsRefused() {
    assertThatExceptionOfType(UnknownProperty.class)
        .isThrownBy(() -> CODEC.decodeEvent(json("Order.Percent", "{\"value\":1,\"x\":2}")))
        .withMessage("/data/x is not a property of Percent");
    assertThatExceptionOfType(UnknownProperty.class)
        .isThrownBy(() -> CODEC.decode("{\"subject\":1}"))
        .withMessage("/subject is not a property of an envelope");
  }

  @Test
  void unknownPropertiesAreIgnoredOnWish() {
    var codec = EventCodec.builder().registerAll(Order.class).ignoreUnknownProperties().build();

    assertThat(codec.decodeEvent(json("Order.Percent", "{\"value\":1,\"x\":{\"y\":[2]}}")))
        .isEqualTo(new Order.Percent(1));
  }

  // Nothing but a test passes null where the compiler forbids it.
  @SuppressWarnings("NullAway")
  @Test
  void nullWhereItMustNotBeIsNotEncoded() {
    var holed = new Order.Payment(null, 1, Map.of());
    var wrapped =
        new Order.Wrapped(new Order.Empty(), Arrays.asList((Order) null), Optional.empty());

    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.encodeEvent(holed))
        .withMessage("/data/card must not be null");
    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.encodeEvent(wrapped))
        .withMessage("/data/orders/0 must not be null");
  }

  @Test
  void messageOfARefusedValueDoesNotQuoteSecretKeys() {
    var payment = new Order.Payment("c", 1, Map.of("4711\ud83d", 1));

    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.encodeEvent(payment))
        .withMessageNotContaining("4711");
  }

  @ParameterizedTest
  @ValueSource(strings = {"half \ud83d", "\ude00 half"})
  void keyWithHalfASurrogatePairIsNotEncoded(String key) {
    var payment = new Order.Payment("c", 1, Map.of(key, 1));
    var headed = Headers.none().with(key, "1");

    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.encodeEvent(payment))
        .withMessage("/data/limits must not have a key with half of a surrogate pair");
    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.encode(withHeaders(headed)))
        .withMessage("/headers must not have a key with half of a surrogate pair");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"card\":\"c\",\"code\":\"4711\"}",
        "{\"card\":\"c\",\"code\":1,\"limits\":{\"4711\":\"x\"}}",
        "{\"card\":4711}",
      })
  void messageDoesNotQuoteSecrets(String data) {
    var e =
        catchThrowableOfType(
            WrongShape.class, () -> CODEC.decodeEvent(json("Order.Payment", data)));

    assertThat(e).hasMessageNotContaining("4711").hasNoCause();
  }

  @Test
  void messageDoesNotQuoteWhatARecordWithSecretsSays() {
    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(() -> CODEC.decodeEvent(json("Order.Pin", "{\"digits\":4711}")))
        .withMessage("/data is refused by Pin")
        .withNoCause();
  }

  @Test
  void messageIsShortEvenIfTheTextIsLong() {
    String text = "x".repeat(500_000);
    for (String json :
        List.of(
            json(text, "{}"),
            json("Order.Percent", "{\"value\":\"" + text + "\"}"),
            json("Order.Percent", "{\"" + text + "\":1}"),
            text)) {
      assertThatExceptionOfType(EventCodecException.class)
          .isThrownBy(() -> CODEC.decodeEvent(json))
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(700));
    }
  }

  private static Envelope withHeaders(Headers headers) {
    Envelope root = envelope(new Order.Empty());
    return new Envelope(
        root.id(),
        root.correlationId(),
        root.causationId(),
        root.causes(),
        root.source(),
        root.time(),
        root.key(),
        root.hops(),
        root.deadline(),
        headers,
        root.event());
  }

  private static void assertDuplicate(String json, String path) {
    assertThatExceptionOfType(DuplicateKey.class)
        .isThrownBy(() -> CODEC.decodeEvent(json))
        .withMessage(path + " stands twice");
  }

  private static String maps(String names) {
    return "{\"lines\":{},\"counts\":{},\"names\":%s,\"tags\":[],\"gaps\":[],\"holes\":[]}"
        .formatted(names);
  }
}
