package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is told of which fragment. */
class FieldTableTest {

  @Test
  void textIsToldAsItComes() {
    assertThat(Told.of("{\"title\": \"He¦llo\",¦ \"body\": \"Wor¦ld\"}"))
        .isEqualTo(
            "Δtitle He ¦ Δtitle llo, ✓title \"Hello\" ¦ Δbody Wor ¦ Δbody ld, ✓body \"World\", ✓root"
                + " ¦ End {\"title\":\"Hello\",\"body\":\"World\"}");
  }

  @Test
  void keyAndColonMayBeCutAnywhere() {
    assertThat(Told.of("{\"a\"¦:¦\"1\"¦,\"b¦\":\"2\"}"))
        .isEqualTo(
            "– ¦ – ¦ Δa 1, ✓a \"1\" ¦ – ¦ Δb 2, ✓b \"2\", ✓root ¦ End {\"a\":\"1\",\"b\":\"2\"}");
  }

  @Test
  void numberIsDoneWhenItCannotGoOn() {
    assertThat(Told.of("{\"n\": 1¦2¦3, \"s\": \"a¦b\"}"))
        .isEqualTo("– ¦ – ¦ ✓n 123, Δs a ¦ Δs b, ✓s \"ab\", ✓root ¦ End {\"n\":123,\"s\":\"ab\"}");
  }

  @Test
  void booleanIsDoneWithItsLastLetter() {
    assertThat(Told.of("{\"ok\": tr¦ue, \"s\": \"x\"¦}"))
        .isEqualTo("– ¦ ✓ok true, Δs x, ✓s \"x\" ¦ ✓root ¦ End {\"ok\":true,\"s\":\"x\"}");
    assertThat(Told.of("{\"ok\": false¦}")).isEqualTo("✓ok false ¦ ✓root ¦ End {\"ok\":false}");
  }

  @Test
  void nullIsAValue() {
    assertThat(Told.of("{\"x\": null, \"s\": \"x\"¦}"))
        .isEqualTo("✓x null, Δs x, ✓s \"x\" ¦ ✓root ¦ End {\"x\":null,\"s\":\"x\"}");
  }

  @Test
  void elementsOfAListHavePaths() {
    assertThat(Told.of("{\"items\": [\"a¦b\", \"c¦d\"], \"t\": \"¦z\"}"))
        .isEqualTo(
            "Δitems[0] a ¦ Δitems[0] b, ✓items[0] \"ab\", Δitems[1] c"
                + " ¦ Δitems[1] d, ✓items[1] \"cd\", ✓items [\"ab\",\"cd\"]"
                + " ¦ Δt z, ✓t \"z\", ✓root ¦ End {\"items\":[\"ab\",\"cd\"],\"t\":\"z\"}");
  }

  @Test
  void objectsInAListAreDoneOneByOne() {
    assertThat(Told.of("{\"items\":[{\"id\":1,\"t\":\"A\"},¦{\"id\":2,\"t\":\"B¦B\"}]}"))
        .isEqualTo(
            "✓items[0].id 1, Δitems[0].t A, ✓items[0].t \"A\", ✓items[0] {\"id\":1,\"t\":\"A\"}"
                + " ¦ ✓items[1].id 2, Δitems[1].t B"
                + " ¦ Δitems[1].t B, ✓items[1].t \"BB\", ✓items[1] {\"id\":2,\"t\":\"BB\"},"
                + " ✓items [{\"id\":1,\"t\":\"A\"},{\"id\":2,\"t\":\"BB\"}], ✓root"
                + " ¦ End {\"items\":[{\"id\":1,\"t\":\"A\"},{\"id\":2,\"t\":\"BB\"}]}");
  }

  @Test
  void proseAndFenceAreSkipped() {
    assertThat(Told.of("Here you are:\n\n```json\n{\"a\": \"h¦i\"}\n```\nAnything else?"))
        .isEqualTo("Δa h ¦ Δa i, ✓a \"hi\", ✓root ¦ End {\"a\":\"hi\"}");
  }

  @Test
  void bracesThatHoldNoJsonAreSkipped() {
    assertThat(Told.of("I think {x} then: {\"a\": \"h¦i\"}"))
        .isEqualTo("Δa h ¦ Δa i, ✓a \"hi\", ✓root ¦ End {\"a\":\"hi\"}");
  }

  @Test
  void escapeMayBeCut() {
    assertThat(Told.of("{\"a\": \"x\\¦n¦y\"}"))
        .isEqualTo("Δa x ¦ Δa ⏎ ¦ Δa y, ✓a \"x\\ny\", ✓root ¦ End {\"a\":\"x\\ny\"}");
  }

  @Test
  void unicodeEscapeMayBeCut() {
    assertThat(Told.of("{\"a\": ¦\"\\u4e¦2d¦\"¦}"))
        .isEqualTo("– ¦ – ¦ Δa 中 ¦ ✓a \"中\" ¦ ✓root ¦ End {\"a\":\"中\"}");
  }

  @Test
  void surrogatePairIsNeverToldInHalves() {
    assertThat(Told.of("{\"a\": \"\\ud83d¦\\ude00¦\"}"))
        .isEqualTo("– ¦ Δa 😀 ¦ ✓a \"😀\", ✓root ¦ End {\"a\":\"😀\"}");
    assertThat(Told.of("{\"a\": \"\ud83d¦\ude00¦\"}"))
        .isEqualTo("– ¦ Δa 😀 ¦ ✓a \"😀\", ✓root ¦ End {\"a\":\"😀\"}");
  }

  @Test
  void rawLineBreakAndTabAreText() {
    assertThat(Told.of("{\"a\": \"x\n\ty\"}"))
        .isEqualTo("Δa x⏎\ty, ✓a \"x\\n\\ty\", ✓root ¦ End {\"a\":\"x\\n\\ty\"}");
  }

  @Test
  void textThatIsCutOffHasNoValue() {
    assertThat(Told.of("{\"a\":\"1\",¦\"b\":\"unfin"))
        .isEqualTo("Δa 1, ✓a \"1\" ¦ Δb unfin ¦ End cut off {\"a\":\"1\"}");
  }

  @Test
  void rootMayBeAnArray() {
    assertThat(Told.of("[{\"t\": \"B¦r\", \"tags\": [\"w\", \"t¦op\"]}]"))
        .isEqualTo(
            "Δ[0].t B ¦ Δ[0].t r, ✓[0].t \"Br\", Δ[0].tags[0] w, ✓[0].tags[0] \"w\","
                + " Δ[0].tags[1] t ¦ Δ[0].tags[1] op, ✓[0].tags[1] \"top\","
                + " ✓[0].tags [\"w\",\"top\"], ✓[0] {\"t\":\"Br\",\"tags\":[\"w\",\"top\"]}, ✓root"
                + " ¦ End [{\"t\":\"Br\",\"tags\":[\"w\",\"top\"]}]");
  }

  @Test
  void undeclaredKeyAndOtherOrderChangeNothing() {
    String text = "{\"b\": \"2\", \"x\": 3, \"a\": \"1¦\"}";

    assertThat(Told.of(FieldShape.of("a", "b"), text)).isEqualTo(Told.of(text));
    assertThat(Told.of(text))
        .isEqualTo(
            "Δb 2, ✓b \"2\", ✓x 3, Δa 1 ¦ ✓a \"1\", ✓root ¦ End {\"b\":\"2\",\"x\":3,\"a\":\"1\"}");
  }

  @Test
  void commentsAreSkipped() {
    assertThat(Told.of("{\"a\":\"1\", // note¦\n\"b\":\"2\"}"))
        .isEqualTo("Δa 1, ✓a \"1\" ¦ Δb 2, ✓b \"2\", ✓root ¦ End {\"a\":\"1\",\"b\":\"2\"}");
    assertThat(Told.of("/**/{/* {\"no\": 1} **/\"a\"/**/:/**/1/**/,//¦\n}//"))
        .isEqualTo("✓a 1 ¦ ✓root ¦ End {\"a\":1}");
  }

  @Test
  void singleQuotesAndBareKeysAreTaken() {
    assertThat(Told.of("{a: 'o¦k', b: 'z'}"))
        .isEqualTo(
            "Δa o ¦ Δa k, ✓a \"ok\", Δb z, ✓b \"z\", ✓root ¦ End {\"a\":\"ok\",\"b\":\"z\"}");
    assertThat(Told.of("{'a-b': 'say \"hi\"', ünit_$1: 'it\\'s'}"))
        .endsWith("End {\"a-b\":\"say \\\"hi\\\"\",\"ünit_$1\":\"it's\"}");
  }

  @Test
  void trailingCommasAreTaken() {
    assertThat(Told.of("{\"a\":[\"x\",],¦\"b\":\"y\",}"))
        .isEqualTo(
            "Δa[0] x, ✓a[0] \"x\", ✓a [\"x\"] ¦ Δb y, ✓b \"y\", ✓root"
                + " ¦ End {\"a\":[\"x\"],\"b\":\"y\"}");
  }

  @Test
  void emptyValuesAreDoneAtOnce() {
    assertThat(Told.of("{\"a\":\"\",\"b\":[],\"c\":{}}"))
        .isEqualTo("✓a \"\", ✓b [], ✓c {}, ✓root ¦ End {\"a\":\"\",\"b\":[],\"c\":{}}");
  }

  @Test
  void keyThatIsGivenAgainIsReset() {
    assertThat(Told.of("{\"a\":\"x\",\"a\":\"y¦z\"}"))
        .isEqualTo("Δa x, ✓a \"x\", Reset a, Δa y ¦ Δa z, ✓a \"yz\", ✓root ¦ End {\"a\":\"yz\"}");
    assertThat(Told.of("{\"a\":1,\"a\":2,\"a\":{\"b\":3}}"))
        .isEqualTo(
            "✓a 1, Reset a, ✓a 2, Reset a, ✓a.b 3, ✓a {\"b\":3}, ✓root ¦ End {\"a\":{\"b\":3}}");
  }

  @Test
  void emptyFragmentsTellNothing() {
    assertThat(Told.of("¦ ¦{¦¦\"a\": ¦1¦ ¦}¦"))
        .isEqualTo("– ¦ – ¦ – ¦ – ¦ – ¦ – ¦ ✓a 1 ¦ ✓root ¦ – ¦ End {\"a\":1}");
  }

  @Test
  void numberMayHaveFractionAndExponent() {
    assertThat(Told.of("{\"n\": -1.¦5e¦3,\"s\":\"k\"}"))
        .isEqualTo("– ¦ – ¦ ✓n -1500.0, Δs k, ✓s \"k\", ✓root ¦ End {\"n\":-1500.0,\"s\":\"k\"}");
  }

  @Test
  void keyWithADotIsNoPathOfTwo() {
    assertThat(Told.of("{\"a.b\": 1, \"a\": {\"b\": 2}}"))
        .isEqualTo("✓[\"a.b\"] 1, ✓a.b 2, ✓a {\"b\":2}, ✓root ¦ End {\"a.b\":1,\"a\":{\"b\":2}}");
  }

  @Test
  void textWithoutJsonHasOnlyAnEnd() {
    assertThat(Told.of("No, I ¦cannot do that.")).isEqualTo("– ¦ – ¦ End without value");
    assertThat(Told.of("")).isEqualTo("– ¦ End without value");
  }

  @Test
  void whatFollowsTheValueIsIgnored() {
    assertThat(Told.of("{\"a\": 1} {\"b\": ¦2} ]}\"")).isEqualTo("✓a 1, ✓root ¦ – ¦ End {\"a\":1}");
  }

  @Test
  void declaredObjectMayBeNull() {
    assertThat(Told.of(FieldShape.of("who.name"), "{\"who\": null}"))
        .isEqualTo("✓who null, ✓root ¦ End {\"who\":null}");
  }
}
