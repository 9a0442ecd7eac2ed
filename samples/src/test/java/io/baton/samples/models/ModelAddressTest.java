package io.baton.samples.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.baton.agents.llm.ChatSession;
import io.baton.agents.llm.ModelException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelAddressTest {

  private static ModelAddress address(String text, Map<String, String> environment) {
    return ModelAddress.of(text, Optional.empty(), environment::get);
  }

  @Test
  void keyAndPlaceComeFromTheEnvironment() {
    assertThat(
            address("openai:gpt-x", Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "http://u")))
        .isEqualTo(new ModelAddress(Provider.OPENAI, "gpt-x", "http://u", "k"));
  }

  @Test
  void placeThatIsGivenComesFirst() {
    var environment = Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", "http://u");

    assertThat(ModelAddress.of("openai:gpt-x", Optional.of("http://v"), environment::get).url())
        .isEqualTo("http://v");
  }

  @Test
  void everyProviderHasItsUsualPlace() {
    assertThat(address("ollama:llama", Map.of()).url()).isEqualTo("http://localhost:11434");
    assertThat(address("anthropic:c", Map.of("ANTHROPIC_API_KEY", "k")).url())
        .startsWith("https://api.anthropic.com/");
    assertThat(address("openai:gpt", Map.of("OPENAI_API_KEY", "k")).url())
        .startsWith("https://api.openai.com/");
  }

  @Test
  void nameMayHaveColons() {
    assertThat(address("ollama:llama3:8b", Map.of()).name()).isEqualTo("llama3:8b");
  }

  @Test
  void serviceOfOnesOwnNeedsNoKey() {
    assertThat(address("openai:m", Map.of("OPENAI_BASE_URL", "http://u")).key()).isEqualTo("none");
  }

  @Test
  void missingKeyIsTold() {
    assertThatExceptionOfType(ModelSetUpException.class)
        .isThrownBy(() -> address("openai:gpt-x", Map.of("OPENAI_API_KEY", " ")))
        .withMessage("openai:gpt-x: its key is missing: set OPENAI_API_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-x", "openai", "openai:", "other:x", ""})
  void whatNamesNoModelIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> address(text, Map.of()))
        .withMessage(
            "--model must be one of openai:NAME, ollama:NAME, anthropic:NAME, but is " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notaurl", "localhost:8080", "ftp://u", "http:///v1", "http://a b", ""})
  void placeThatIsNoneIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelAddress.of("ollama:m", Optional.of(url), name -> null))
        .withMessage("--base-url must be as in http://localhost:8080/v1, but is " + url);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> address("ollama:m", Map.of("OLLAMA_BASE_URL", "x" + url)))
        .withMessage("OLLAMA_BASE_URL must be as in http://localhost:8080/v1, but is x" + url);
  }

  @Test
  void timeOutIsToldWithThePlaceAndSpeaksOnlyForOneQuestion() {
    var late =
        ChatSession.builder(
                new ChatModel() {
                  @Override
                  public ChatResponse doChat(ChatRequest request) {
                    throw new TimeoutException("PT60S");
                  }
                })
            .attempts(1)
            .build();
    var address = address("ollama:m", Map.of("OLLAMA_BASE_URL", "http://u"));

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> late.ask("hello?"))
        .satisfies(failure -> {
          assertThat(address.reason(failure)).isEqualTo("no answer in time from http://u");
          assertThat(address.isUnusable(failure)).isFalse();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai:m", "ollama:m", "anthropic:m"})
  void modelIsOpenedWithoutAsking(String text) {
    var environment = Map.of("OPENAI_API_KEY", "k", "ANTHROPIC_API_KEY", "k");

    assertThat(address(text, environment).open().defaultRequestParameters().modelName())
        .isEqualTo("m");
  }
}
