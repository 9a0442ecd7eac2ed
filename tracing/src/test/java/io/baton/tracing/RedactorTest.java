package io.baton.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.events.Event;
import io.baton.events.Secret;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  record Login(
      String user,
      @Secret int pin,
      Optional<Key> key,
      List<Key> more,
      Map<String, String> headers,
      LocalDate day,
      Opaque opaque)
      implements Event {}

  record Key(String name, String openaiApiKey) {}

  record Endless(List<Object> items) implements Event {}

  static final class Opaque {
    @Override
    public String toString() {
      return "canary";
    }
  }

  @Test
  void collectionThatCannotBeReadSaysSoInItsPlace() {
    var broken =
        new AbstractList<Object>() {
          @Override
          public Object get(int index) {
            throw new ConcurrentModificationException("canary");
          }

          @Override
          public int size() {
            return 1;
          }
        };

    assertThat(Redactor.byDefault().text(List.of(1, new Endless(broken), 2)))
        .isEqualTo(
            "[1, Endless[items=[… cannot be read: java.util.ConcurrentModificationException], 2]");
  }

  @Test
  void secretsAreMaskedWhereverTheyStand() {
    var key = new Key("k", "canary");
    var login =
        new Login(
            "ada",
            4711,
            Optional.of(key),
            List.of(key),
            Map.of("Authorization", "canary"),
            LocalDate.EPOCH,
            new Opaque());

    assertThat(Redactor.byDefault().text(login))
        .isEqualTo(
            "Login[user=ada, pin=***, key=Key[name=k, openaiApiKey=***], "
                + "more=[Key[name=k, openaiApiKey=***]], headers={Authorization=***}, "
                + "day=1970-01-01, opaque=Opaque]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"password", "PASSWORD", "db_password", "accessToken", "api-key", "X-Api-Key"})
  void nameIsMaskedInAnyWriting(String name) {
    assertThat(Redactor.byDefault().masks(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inputTokens", "tokenizer", "user", "passwords", ""})
  void otherNamesAreNot(String name) {
    assertThat(Redactor.byDefault().masks(name)).isFalse();
  }

  @Test
  void namesCanBeAdded() {
    assertThat(Redactor.byDefault().masking("iban").masks("IBAN")).isTrue();
    assertThat(Redactor.byDefault().masks("IBAN")).isFalse();
    assertThat(Redactor.bySecretOnly().masks("password")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Redactor.byDefault().masking(" -"))
        .withMessage("a name to mask must have a letter or a digit, but is \" -\"");
  }

  @Test
  void longTextIsCutAndEndlessOnesEnd() {
    assertThat(Redactor.byDefault().text(new Key("x".repeat(1_000), ""), 20))
        .hasSize(20)
        .endsWith("…");
    Object nested = "core";
    for (int i = 0; i < 10_000; i++) {
      nested = List.of(nested);
    }
    assertThat(Redactor.byDefault().text(nested)).hasSizeLessThan(100).contains("…");
  }
}
