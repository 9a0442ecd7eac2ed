package io.baton.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.json.EventCodec;
import io.baton.events.json.EventCodecException;
import io.baton.events.json.EventCodecException.LimitExceeded;
import io.baton.events.json.EventCodecException.UnknownProperty;
import io.baton.events.json.EventCodecException.UnknownType;
import io.baton.events.json.EventCodecException.UnknownVersion;
import io.baton.events.json.EventCodecException.WrongShape;
import io.baton.samples.docs.Shop.Ordered;
import io.baton.samples.docs.Shop.Paid;
import java.util.Currency;
import org.junit.jupiter.api.Test;

/** What the page on JSON shows and claims. */
class JsonDocsTest {

  record PricedV1(String order, int cents) implements Event {}

  record Priced(String order, long cents, Currency currency) implements Event {}

  @Test
  void envelopeSurvives() {
    var envelope = Envelope.root(new Ordered("o-1", 990));

    // docs: codec
    EventCodec codec = EventCodec.builder().registerAll(Shop.class).build();

    String json = codec.encode(envelope);
    Envelope same = codec.decode(json);
    // end

    assertThat(same).isEqualTo(envelope);
    assertThat(json).contains("\"type\":\"Shop.Ordered\"");
    assertThat(codec.decode(codec.encodeBytes(envelope))).isEqualTo(envelope);
  }

  @Test
  void documentOfThePageIsOneOfTheCodec() throws Exception {
    EventCodec codec = EventCodec.builder().registerAll(Shop.class).build();
    var page = MarkdownPage.of("events/json/README.md");
    String json = String.join("", page.blocks("json").getFirst());

    Envelope envelope = codec.decode(json);

    assertThat(envelope.event()).isEqualTo(new Paid("o-1", "4929"));
    assertThat(codec.encode(envelope)).isEqualToIgnoringWhitespace(json);
  }

  @Test
  void eventAloneSurvives() {
    // docs: event
    EventCodec codec = EventCodec.builder().register(Ordered.class, Paid.class).build();

    String json = codec.encodeEvent(new Ordered("o-1", 990));
    Event same = codec.decodeEvent(json);
    // end

    assertThat(same).isEqualTo(new Ordered("o-1", 990));
    assertThat(json)
        .isEqualTo(
            """
            {"type":"Shop.Ordered","typeversion":1,"data":{"order":"o-1","cents":990}}\
            """);
  }

  @Test
  void oneNameMayHaveSeveralVersions() {
    // docs: versions
    EventCodec codec =
        EventCodec.builder()
            .register("priced", 1, PricedV1.class)
            .register("priced", 2, Priced.class)
            .text(Currency.class, Currency::getCurrencyCode, Currency::getInstance)
            .maxDocumentBytes(64 * 1024)
            .ignoreUnknownProperties()
            .build();
    // end

    var priced = new Priced("o-1", 990, Currency.getInstance("EUR"));
    assertThat(codec.decodeEvent(codec.encodeEvent(priced))).isEqualTo(priced);
    assertThat(codec.decodeEvent("{\"type\":\"priced\",\"data\":{\"order\":\"a\",\"cents\":1}}"))
        .isEqualTo(new PricedV1("a", 1));
    assertThatExceptionOfType(UnknownVersion.class)
        .isThrownBy(() -> codec.decodeEvent("{\"type\":\"priced\",\"typeversion\":3,\"data\":{}}"));
    assertThatExceptionOfType(LimitExceeded.class)
        .isThrownBy(() -> codec.decodeEvent(" ".repeat(64 * 1024 + 1)));
  }

  @Test
  void everyReasonIsATypeOfItsOwn() {
    assertThat(handle("{\"type\":\"java.lang.Runtime\",\"data\":{}}"))
        .isEqualTo("java.lang.Runtime");
    assertThat(handle("{\"type\":\"Shop.Paid\",\"typeversion\":9,\"data\":{}}")).isEqualTo("9");
    assertThat(handle("{")).startsWith("malformed JSON");
    EventCodec codec = EventCodec.builder().registerAll(Shop.class).build();
    assertThatExceptionOfType(WrongShape.class)
        .isThrownBy(
            () -> codec.decodeEvent("{\"type\":\"Shop.Ordered\",\"data\":{\"order\":\"o\"}}"));
    assertThatExceptionOfType(UnknownProperty.class)
        .isThrownBy(() ->
            codec.decodeEvent(
                "{\"type\":\"Shop.Ordered\",\"data\":{\"order\":\"o\",\"cents\":1,\"x\":2}}"));
  }

  @Test
  void secretStandsInTheTextAndNotInAMessage() {
    EventCodec codec = EventCodec.builder().registerAll(Shop.class).build();

    assertThat(codec.encodeEvent(new Paid("o-1", "4929"))).contains("4929");
    var failure =
        catchThrowableOfType(
            WrongShape.class,
            () ->
                codec.decodeEvent(
                    "{\"type\":\"Shop.Paid\",\"data\":{\"order\":\"o-1\",\"card\":4929}}"));
    assertThat(failure).hasMessageContaining("/data/card").hasMessageNotContaining("4929");
  }

  private static String handle(String json) {
    EventCodec codec = EventCodec.builder().registerAll(Shop.class).build();
    // docs: errors
    try {
      return "accepted " + codec.decodeEvent(json);
    } catch (UnknownType e) {
      return e.type();
    } catch (UnknownVersion e) {
      return String.valueOf(e.version());
    } catch (EventCodecException e) {
      return String.valueOf(e.getMessage());
    }
    // end
  }
}
