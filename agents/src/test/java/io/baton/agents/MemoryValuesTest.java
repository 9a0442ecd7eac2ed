package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of the values that are put into a memory. */
class MemoryValuesTest {

  private static final MemoryKey<Object> ANY = MemoryKey.of("any", "");
  private static final MemoryKey<List<Object>> LIST = MemoryKey.of("list", List.of());
  private static final MemoryKey<Map<String, Object>> MAP = MemoryKey.of("map", Map.of());

  private final WorkingMemory memory = WorkingMemory.create();

  /** Holds what it is given, as records do. */
  record Dish(String name, List<String> parts, @Nullable Dish side) {}

  /** Copies what it is given, as records should. */
  record Menu(List<Dish> dishes) {
    Menu {
      dishes = List.copyOf(dishes);
    }
  }

  record Vector(float[] numbers) {}

  record Picky(List<String> parts) {
    Picky {
      if (!(parts instanceof ArrayList)) {
        throw new IllegalStateException("only an ArrayList");
      }
    }
  }

  @Test
  void recordIsIndependentOfTheCallersListsDeeply() {
    var inner = new ArrayList<>(List.of("salt"));
    var outer = new ArrayList<>(List.of("water"));

    memory.put(ANY, new Dish("soup", outer, new Dish("bread", inner, null)));
    inner.add("sugar");
    outer.clear();

    assertThat(memory.get(ANY))
        .isEqualTo(new Dish("soup", List.of("water"), new Dish("bread", List.of("salt"), null)));
  }

  @Test
  void recordInsideOfCollectionsIsCopiedToo() {
    var parts = new ArrayList<>(List.of("water"));

    memory.put(MAP, Map.of("dishes", Set.of(new Dish("soup", parts, null))));
    parts.add("salt");

    assertThat(memory.get(MAP))
        .isEqualTo(Map.of("dishes", Set.of(new Dish("soup", List.of("water"), null))));
  }

  @Test
  void whatIsImmutableAlreadyIsNotCopied() {
    var menu = new Menu(List.of(new Dish("soup", List.of("water"), null)));
    List<Object> list = List.of(menu, Map.of("a", Set.of(1)));

    memory.put(ANY, menu);
    memory.put(LIST, list);
    List<Object> kept = memory.update(LIST, all -> new ArrayList<>(all));

    assertThat(memory.get(ANY)).isSameAs(menu);
    assertThat(kept.getFirst()).isSameAs(menu);
    memory.put(LIST, kept);
    assertThat(memory.get(LIST)).isSameAs(kept);
  }

  @Test
  void orderOfMapsAndSetsIsKept() {
    var map = new LinkedHashMap<String, Object>();
    IntStream.range(0, 50).forEach(i -> map.put("key " + i, i));
    var set = new LinkedHashSet<>(map.keySet());

    memory.put(MAP, map);
    memory.put(ANY, set);

    assertThat(memory.get(MAP).keySet()).containsExactlyElementsOf(map.keySet());
    assertThat((Set<?>) memory.get(ANY)).isEqualTo(set).hasToString(set.toString());
  }

  @Test
  void frozenCollectionsBehaveAsCollections() {
    memory.put(ANY, new HashMap<>(Map.of("a", new ArrayList<>(Arrays.asList(1, 2)))));
    var map = (Map<?, ?>) memory.get(ANY);

    assertThat(map).isEqualTo(Map.of("a", List.of(1, 2))).hasSameHashCodeAs(Map.of("a", List.of(1, 2)));
    assertThat(map.get("a")).isEqualTo(List.of(1, 2));
    assertThat(map.get("b")).isNull();
    assertThatThrownBy(() -> map.entrySet().iterator().next().setValue(null))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.keySet().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void arrayIsRefused() {
    assertThatThrownBy(() -> memory.put(ANY, new int[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memory key any must hold what is immutable, but not an array of type int[]");
    assertThatThrownBy(() -> memory.update(ANY, _ -> List.of(new int[1])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(memory.snapshot()).isEmpty();
  }

  @Test
  void arrayInARecordIsKeptAsItIs() {
    var numbers = new float[] {1, 2};

    memory.put(ANY, new Vector(numbers));

    assertThat(((Vector) memory.get(ANY)).numbers()).isSameAs(numbers);
  }

  @Test
  @SuppressWarnings("NullAway") // what the test is about
  void nullIsRefusedWhereverItIs() {
    String message = "memory key any must not hold null, nor anything with null in it";
    var map = new HashMap<String, Object>();

    for (Object value : new Object[] {null, Arrays.asList("a", null)}) {
      assertThatThrownBy(() -> memory.put(ANY, value))
          .isInstanceOf(NullPointerException.class)
          .hasMessage(message);
    }
    map.put("inner", null);
    assertThatThrownBy(() -> memory.put(ANY, Map.of("a", map))).hasMessage(message);
    assertThatThrownBy(() -> memory.compareAndSet(ANY, 0, map)).hasMessage(message);
    assertThatThrownBy(() -> memory.update(ANY, _ -> null)).hasMessage(message);
    assertThatThrownBy(() -> memory.merge(MAP, map))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("memory key map must not hold null, nor anything with null in it");
    map.clear();
    map.put(null, "value");
    assertThatThrownBy(() -> memory.merge(MAP, map)).isInstanceOf(NullPointerException.class);
    assertThat(memory.snapshot()).isEmpty();
  }

  @Test
  void collectionThatHoldsItselfIsRefused() {
    var list = new ArrayList<Object>();
    list.add(list);

    assertThatThrownBy(() -> memory.put(ANY, list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memory key any must not hold what is nested more than 500 deep");
  }

  @Test
  void recordThatRefusesItsCopyIsRefused() {
    var picky = new Picky(new ArrayList<>(List.of("a")));

    assertThatThrownBy(() -> memory.put(ANY, picky))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memory key any must hold what can be copied, but a method of record Picky failed")
        .hasRootCauseMessage("only an ArrayList");
  }
}
