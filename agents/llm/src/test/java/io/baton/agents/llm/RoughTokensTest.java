package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoughTokensTest {

  final RoughTokens tokens = new RoughTokens();

  @Test
  void textIsCountedByItsCharacters() {
    assertThat(tokens.estimateTokenCountInText("")).isZero();
    assertThat(tokens.estimateTokenCountInText("abcd")).isEqualTo(2);
    assertThat(tokens.estimateTokenCountInText("日本")).isEqualTo(2);
    assertThat(tokens.estimateTokenCountInText("😀 ok")).isEqualTo(2);
  }

  @Test
  void messageIsCountedWithAllThatIsInIt() {
    var call = ToolExecutionRequest.builder().id("1").name("abc").arguments("{}").build();
    var picture = ImageContent.from(Image.builder().url("https://example.org/a.png").build());

    assertThat(tokens.estimateTokenCountInMessage(UserMessage.from("abc"))).isEqualTo(5);
    assertThat(tokens.estimateTokenCountInMessage(AiMessage.from(List.of(call)))).isEqualTo(10);
    assertThat(tokens.estimateTokenCountInMessage(ToolExecutionResultMessage.from(call, "abcdef")))
        .isEqualTo(6);
    assertThat(
            tokens.estimateTokenCountInMessage(UserMessage.from(TextContent.from("abc"), picture)))
        .isEqualTo(1_005);
    assertThat(
            tokens.estimateTokenCountInMessages(
                List.of(UserMessage.from("abc"), AiMessage.from("abc"))))
        .isEqualTo(10);
  }
}
