package io.baton.samples.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphsTest {

  @Test
  void linesBelongTogetherUpToABlankOne() {
    assertThat(Paragraphs.of("One\nparagraph.\r\n \t\r\nAnother   \tone.\n"))
        .containsExactly("One paragraph.", "Another one.");
  }

  @Test
  void headingsAreLeftOut() {
    assertThat(Paragraphs.of("Chapter I\n\nIt began.\n\n* * *\n\nIt ended."))
        .containsExactly("It began.", "It ended.");
  }

  @Test
  void textOfNothingButHeadingsIsKept() {
    assertThat(Paragraphs.of("milk\n\nbread\n\n...")).containsExactly("milk", "bread");
  }
}
