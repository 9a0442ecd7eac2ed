package io.baton.agents;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A collection that nobody can change, nor anything that is in it. It keeps the order of what it
 * was copied from; and as it can be told from other collections, it is never copied again.
 */
sealed interface Frozen {

  /** The JDK's own immutable collections: they need no copy if nothing in them does. */
  Set<Class<?>> IMMUTABLE =
      Set.of(
          List.of().getClass(),
          List.of(1).getClass(),
          Set.of().getClass(),
          Set.of(1).getClass(),
          Map.of().getClass(),
          Map.of(1, 1).getClass());

  static List<?> copy(List<?> list, String key, int depth) {
    var copy = new ArrayList<Object>(list.size());
    boolean isSame = IMMUTABLE.contains(list.getClass());
    for (var element : list) {
      Object frozen = Values.freeze(key, element, depth);
      isSame &= frozen == element;
      copy.add(frozen);
    }
    return isSame ? list : new FrozenList(copy.toArray());
  }

  static Set<?> copy(Set<?> set, String key, int depth) {
    var copy = new LinkedHashSet<Object>();
    boolean isSame = IMMUTABLE.contains(set.getClass());
    for (var element : set) {
      Object frozen = Values.freeze(key, element, depth);
      isSame &= frozen == element;
      copy.add(frozen);
    }
    return isSame ? set : new FrozenSet(copy);
  }

  static Map<?, ?> copy(Map<?, ?> map, String key, int depth) {
    var copy = new LinkedHashMap<Object, Object>();
    boolean isSame = IMMUTABLE.contains(map.getClass());
    for (var entry : map.entrySet()) {
      Object name = Values.freeze(key, entry.getKey(), depth);
      Object value = Values.freeze(key, entry.getValue(), depth);
      isSame &= name == entry.getKey() && value == entry.getValue();
      copy.put(name, value);
    }
    return isSame ? map : new FrozenMap(copy);
  }

  /** A list. */
  final class FrozenList extends AbstractList<Object> implements Frozen, RandomAccess {

    private final Object[] elements;

    private FrozenList(Object[] elements) {
      this.elements = elements;
    }

    @Override
    public Object get(int index) {
      return elements[index];
    }

    @Override
    public int size() {
      return elements.length;
    }
  }

  /** A set. */
  final class FrozenSet extends AbstractSet<Object> implements Frozen {

    private final Set<Object> elements;

    private FrozenSet(Set<Object> elements) {
      this.elements = Collections.unmodifiableSet(elements);
    }

    @Override
    public Iterator<Object> iterator() {
      return elements.iterator();
    }

    @Override
    public int size() {
      return elements.size();
    }

    @Override
    public boolean contains(@Nullable Object element) {
      return elements.contains(element);
    }
  }

  /** A map. */
  final class FrozenMap extends AbstractMap<Object, Object> implements Frozen {

    private final Map<Object, Object> entries;

    private FrozenMap(Map<Object, Object> entries) {
      this.entries = Collections.unmodifiableMap(entries);
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
      return entries.entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return entries.containsKey(key);
    }
  }
}
