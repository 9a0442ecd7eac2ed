package io.baton.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page says what is so: its code is code of tests, and its links lead somewhere. */
class DocumentationTest {
  private static final int MOST_LINES = 150;

  static List<MarkdownPage> pages() throws IOException {
    return MarkdownPage.all();
  }

  @Test
  void everyModuleHasItsPage() throws Exception {
    assertThat(pages())
        .extracting(MarkdownPage::toString)
        .contains(
            "README.md",
            "events/README.md",
            "events/json/README.md",
            "tracing/README.md",
            "tracing/json/README.md",
            "tracing/viewer/README.md",
            "tracing/micrometer/README.md",
            "agents/README.md",
            "agents/llm/README.md",
            "dispatcher/README.md");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockOfJavaStandsInATest(MarkdownPage page) throws Exception {
    var code = DocumentedCode.ofThisPackage();

    assertThat(page.blocks("java")).allMatch(block -> code.nameOf(block) != null);
  }

  @Test
  void everyRegionIsShownOnAPage() throws Exception {
    var code = DocumentedCode.ofThisPackage();

    var shown =
        pages().stream()
            .flatMap(page -> page.blocks("java").stream())
            .map(code::nameOf)
            .filter(Objects::nonNull);

    assertThat(shown).containsAll(code.names());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(MarkdownPage page) {
    assertThat(page.links()).allMatch(page::leadsSomewhere);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pageIsShort(MarkdownPage page) {
    assertThat(page.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @Test
  void blockThatDiffersInOneLineStandsNowhere() {
    var code = new DocumentedCode();
    code.add(
        "A.java", List.of("// docs: one", "  a();", "", "// end", "x();", "// docs: one", "b();"));

    assertThat(code.nameOf(List.of("a();", "    b();"))).isEqualTo("A.java: one");
    assertThat(code.nameOf(List.of("a();", "c();"))).isNull();
    assertThat(code.nameOf(List.of("a();"))).isNull();
    assertThat(code.nameOf(List.of("a();", "x();", "b();"))).isNull();
  }
}
