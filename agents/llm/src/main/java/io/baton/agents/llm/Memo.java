package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import io.baton.agents.MemoryKey;
import io.baton.agents.WorkingMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A key of working memory that an {@link LlmAgent} shares with its model: the model is given the
 * value with each question, and may ask to keep something there.
 *
 * <p>It lives in the dispatcher's memory unless {@link #ofTheRun} says otherwise. What the model
 * keeps is read strictly as the key's type, and is applied with all that the delivery changes: when
 * it ends well, and not at all if it fails. Immutable and thread-safe.
 *
 * @param <T> the type of the value
 */
public final class Memo<T> {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

  private final MemoryKey<T> key;
  private final Shape whole;
  private final Merge<T> merge;
  private final @Nullable String description;
  private final boolean isOfTheRun;
  private final boolean isReadOnly;

  /** Puts what the model keeps with what is there. */
  @FunctionalInterface
  private interface Merge<T> {
    void into(WorkingMemory memory, MemoryKey<T> key, T kept);
  }

  private Memo(
      MemoryKey<T> key,
      Shape whole,
      Merge<T> merge,
      @Nullable String description,
      boolean isOfTheRun,
      boolean isReadOnly) {
    this.key = key;
    this.whole = whole;
    this.merge = merge;
    this.description = description;
    this.isOfTheRun = isOfTheRun;
    this.isReadOnly = isReadOnly;
  }

  /**
   * A value that is replaced by what the model keeps; its type is the class of the initial value.
   *
   * @throws IllegalArgumentException if the type has no JSON form, is that of a collection, or the
   *     name has more than 64 characters or others than a-z, A-Z, 0-9, _, . and -
   */
  public static <T> Memo<T> of(MemoryKey<T> key) {
    Object initial = key.initial();
    if (initial instanceof List<?> || initial instanceof Map<?, ?>) {
      throw new IllegalArgumentException(
          "memory key %s holds a collection: say of what, by Memo.list or Memo.map".formatted(key));
    }
    return make(key, initial.getClass());
  }

  /**
   * A value that is replaced by what the model keeps, such as one of a sealed interface.
   *
   * @throws IllegalArgumentException as {@link #of(MemoryKey)}
   */
  public static <T> Memo<T> of(MemoryKey<T> key, Class<T> type) {
    return make(key, type);
  }

  /**
   * A list that what the model keeps is added to, unless it is there already.
   *
   * @param most how many there are at most; beyond that the oldest are forgotten
   * @throws IllegalArgumentException as {@link #of(MemoryKey)}, or if {@code most} is less than 1
   */
  public static <V> Memo<List<V>> list(MemoryKey<List<V>> key, Class<V> element, int most) {
    Checks.atLeast("most", 1, most);
    Shape each = shape(key, element);
    return new Memo<>(
        checked(key),
        new ListShape(ListShape.Kind.LIST, element, each),
        (memory, to, kept) -> memory.update(to, old -> added(old, kept, most)),
        null,
        false,
        false);
  }

  /**
   * A map that what the model keeps is merged into, as {@link WorkingMemory#merge} does.
   *
   * @throws IllegalArgumentException as {@link #of(MemoryKey)}
   */
  public static <V> Memo<Map<String, V>> map(MemoryKey<Map<String, V>> key, Class<V> value) {
    Shape each = shape(key, value);
    return new Memo<>(
        checked(key),
        new MapShape(each),
        (memory, to, kept) -> memory.merge(to, kept),
        null,
        false,
        false);
  }

  /** Says to the model what is kept there. */
  public Memo<T> describe(String text) {
    return new Memo<>(key, whole, merge, text, isOfTheRun, isReadOnly);
  }

  /** Has it in the memory of the run that the event belongs to. */
  public Memo<T> ofTheRun() {
    return new Memo<>(key, whole, merge, description, true, isReadOnly);
  }

  /** Has the model see it, and not change it. */
  public Memo<T> readOnly() {
    return new Memo<>(key, whole, merge, description, isOfTheRun, true);
  }

  String name() {
    return key.name();
  }

  boolean mayBeKept() {
    return !isReadOnly;
  }

  /** Where the model says what to keep. */
  Slot slot() {
    return new Slot(key.name(), description, whole, Slot.Absence.AS_NULL);
  }

  JsonNode value(AgentContext context) {
    return whole.write(memory(context).get(key));
  }

  @SuppressWarnings("unchecked") // the slot's shape has read it
  void keep(AgentContext context, Object kept) {
    merge.into(memory(context), key, (T) kept);
  }

  private WorkingMemory memory(AgentContext context) {
    return isOfTheRun ? context.runMemory() : context.memory();
  }

  private static <T> Memo<T> make(MemoryKey<T> key, Class<?> type) {
    return new Memo<>(checked(key), shape(key, type), WorkingMemory::put, null, false, false);
  }

  private static <T> MemoryKey<T> checked(MemoryKey<T> key) {
    if (!NAME.matcher(key.name()).matches()) {
      throw new IllegalArgumentException(
          "the name of a memory key for a model must match %s, but is \"%s\""
              .formatted(NAME, key.name()));
    }
    return key;
  }

  private static Shape shape(MemoryKey<?> key, Class<?> type) {
    return new Shapes().root(type, "memory key " + key);
  }

  private static <V> List<V> added(List<V> old, List<V> more, int most) {
    List<V> all = new ArrayList<>(old);
    more.stream().filter(each -> !all.contains(each)).forEach(all::add);
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
