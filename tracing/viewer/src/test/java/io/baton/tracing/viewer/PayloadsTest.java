package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Secret;
import io.baton.tracing.RecordedEvent;
import io.baton.tracing.Redactor;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  private final Payloads payloads = new Payloads(Redactor.byDefault());

  @Test
  void recordsListsAndMapsKeepTheirShape() {
    var order = new Order("A1", List.of(1, 2), Map.of("size", "L"), Optional.of("card"));

    assertThat(json(order))
        .isEqualTo("{\"id\":\"A1\",\"items\":[1,2],\"options\":{\"size\":\"L\"},\"pay\":\"card\"}");
  }

  @Test
  void idsAreShownAsText() {
    assertThat(json(List.of(new EventId(1, 2), new CorrelationId(3, 4))))
        .isEqualTo(
            "[\"00000000-0000-0001-0000-000000000002\",\"00000000-0000-0003-0000-000000000004\"]");
  }

  @Test
  void secretsAreMaskedWhereverTheyStand() {
    var login = new Login("ann", "canary-1", Map.of("api-key", "canary-2"));

    assertThat(json(List.of(login, Map.of("of", login)))).doesNotContain("canary").contains("ann");
    assertThat(Json.text(payloads.named("db.password", "canary"))).doesNotContain("canary");
  }

  @Test
  void eventFromAFileIsMaskedByItsNames() {
    var recorded = new RecordedEvent("Login", "{\"user\":\"ann\",\"password\":\"canary\"}");

    assertThat(json(recorded)).isEqualTo("{\"user\":\"ann\",\"password\":\"***\"}");
  }

  @Test
  void longTextIsCutAndSaysSo() {
    assertThat(json("x".repeat(5_000))).contains("… 1000 characters more").hasSizeLessThan(4_100);
  }

  @Test
  void manyElementsAreCutAndSaySo() {
    assertThat(json(IntStream.range(0, 150).boxed().toList())).endsWith("99,\"… 50 more\"]");
  }

  @Test
  void endlessDepthEnds() {
    List<Object> nested = new ArrayList<>();
    List<Object> inner = nested;
    for (int i = 0; i < 10_000; i++) {
      List<Object> next = new ArrayList<>();
      inner.add(next);
      inner = next;
    }

    assertThat(json(nested)).isEqualTo("[[[[[[[[[[\"…\"]]]]]]]]]]");
  }

  @Test
  void whatCannotBeReadSaysSoInItsPlace() {
    assertThat(json(List.of(1, new Broken(false), new Broken(true), 2)))
        .isEqualTo(
            "[1,\"… cannot be read: java.util.ConcurrentModificationException\","
                + "\"… cannot be read: java.lang.AssertionError\",2]");
  }

  @Test
  void numberOfSomebodyElseIsText() {
    var price =
        new Number() {
          private static final long serialVersionUID = 1;

          @Override
          public int intValue() {
            return 5;
          }

          @Override
          public long longValue() {
            return 5;
          }

          @Override
          public float floatValue() {
            return 5;
          }

          @Override
          public double doubleValue() {
            return 5;
          }

          @Override
          public String toString() {
            return "EUR 5";
          }
        };

    assertThat(json(List.of(price, 1.5))).isEqualTo("[\"EUR 5\",1.5]");
  }

  @Test
  void wholeValueIsBounded() {
    List<String> many = IntStream.range(0, 90).mapToObj(i -> "x".repeat(3_000)).toList();

    assertThat(json(many)).hasSizeLessThan(25_000).contains(" more");
  }

  private String json(Object value) {
    return Json.text(payloads.of(value).value());
  }

  record Order(String id, List<Integer> items, Map<String, String> options, Optional<String> pay)
      implements Event {}

  private static final class Broken extends AbstractList<String> {
    private final boolean byError;

    Broken(boolean byError) {
      this.byError = byError;
    }

    @Override
    public String get(int index) {
      if (byError) {
        throw new AssertionError("canary");
      }
      throw new ConcurrentModificationException("canary");
    }

    @Override
    public int size() {
      return 1;
    }
  }

  record Login(String user, @Secret String word, Map<String, String> headers) implements Event {}
}
