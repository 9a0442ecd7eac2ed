package io.baton.tracing.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TagValuesTest {

  @Test
  void theFirstValuesStandForThemselvesAndAllOthersForOther() {
    var values = new TagValues(2);

    assertThat(values.of("a")).isEqualTo("a");
    assertThat(values.of("b")).isEqualTo("b");
    assertThat(values.of("c")).isEqualTo("other");
    assertThat(values.of("a")).isEqualTo("a");
    assertThat(values.of("other")).isEqualTo("other");
  }

  @Test
  void theBoundHoldsForManyThreads() throws Exception {
    int most = 10;
    var values = new TagValues(most);
    var found = ConcurrentHashMap.<String>newKeySet();
    var done = new CountDownLatch(4);
    for (int t = 0; t < 4; t++) {
      int first = t;
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < 1_000; i++) {
              found.add(values.of("v" + (first + i)));
            }
            done.countDown();
          });
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(found).hasSize(most + 1).contains("other");
  }
}
