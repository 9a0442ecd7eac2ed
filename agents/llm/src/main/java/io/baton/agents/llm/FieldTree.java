package io.baton.agents.llm;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ContainerNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The value as far as it was read, and the events of it. What is open is in the tree already; what
 * is closed is never touched again. Confined to one thread.
 */
final class FieldTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final FieldLimits limits;
  private final Consumer<? super FieldEvent> events;
  private JsonNode root = NODES.missingNode();
  private @Nullable Frame top;
  private FieldPath path = FieldPath.root();

  FieldTree(FieldLimits limits, Consumer<? super FieldEvent> events) {
    this.limits = limits;
    this.events = events;
  }

  /** An object or array that is open. */
  private static final class Frame {
    final @Nullable Frame outer;
    final int depth;
    final FieldPath path;
    final ContainerNode<?> node;
    String key = "";

    Frame(@Nullable Frame outer, FieldPath path, ContainerNode<?> node) {
      this.outer = outer;
      this.path = path;
      this.node = node;
      depth = outer == null ? 1 : outer.depth + 1;
    }

    FieldPath child() {
      return node instanceof ArrayNode ? path.child(node.size()) : path.child(key);
    }

    /** Whether the value that begins takes the place of an earlier one. */
    boolean isAgain() {
      return node instanceof ObjectNode object && object.has(key);
    }

    void remove() {
      if (node instanceof ObjectNode object) {
        object.remove(key);
      }
    }

    void add(JsonNode value) {
      switch (node) {
        case ObjectNode object -> object.set(key, value);
        case ArrayNode array -> array.add(value);
        default -> throw new IllegalStateException("neither object nor array: " + node);
      }
    }
  }

  /** Forgets all; nothing was told of it yet. */
  void clear() {
    root = NODES.missingNode();
    top = null;
    path = FieldPath.root();
  }

  /** How many objects and arrays are open. */
  int depth() {
    return top == null ? 0 : top.depth;
  }

  boolean isInObject() {
    return top != null && top.node instanceof ObjectNode;
  }

  /** The path of the value that began last; while a key is read, of the object. */
  FieldPath path() {
    return path;
  }

  JsonNode root() {
    return root;
  }

  /** The key of the value that comes next. */
  void key(String key) {
    if (top != null) {
      top.key = key;
    }
  }

  /** A value begins. */
  void begin() {
    if (top != null) {
      path = top.child();
      if (top.isAgain()) {
        events.accept(new FieldEvent.Reset(path));
        top.remove();
      }
    }
  }

  /** The value that has begun is an object or an array. */
  void open(boolean isObject) {
    limits.check(FieldLimit.DEPTH, depth() + 1L);
    ContainerNode<?> node = isObject ? NODES.objectNode() : NODES.arrayNode();
    add(node);
    top = new Frame(top, path, node);
  }

  /** More of the text that has begun. */
  void piece(String text) {
    if (!text.isEmpty()) {
      events.accept(new FieldEvent.Delta(path, text));
    }
  }

  /** The value that has begun is closed, and is no object or array. */
  void done(JsonNode value) {
    add(value);
    events.accept(new FieldEvent.Done(path, value));
  }

  /** The innermost object or array is closed. */
  void close() {
    Frame closed = Optional.ofNullable(top).orElseThrow();
    top = closed.outer;
    path = closed.path;
    events.accept(new FieldEvent.Done(path, closed.node));
  }

  private void add(JsonNode value) {
    if (top == null) {
      root = value;
    } else {
      top.add(value);
    }
  }
}
