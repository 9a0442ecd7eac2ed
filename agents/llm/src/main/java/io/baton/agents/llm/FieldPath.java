package io.baton.agents.llm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a field stands in an answer: the keys and indexes that lead to it from the root. Its text
 * form is {@code items[0].title}; a key that is no plain word is quoted, as in {@code ["a.b"]}, and
 * the root is the empty text. Immutable; a path shares all but its last segment with its parent, so
 * that a child costs the same at any depth.
 */
public final class FieldPath {

  private static final FieldPath ROOT = new FieldPath(null, null, 0, 1);

  private final @Nullable FieldPath parent;
  private final @Nullable Segment last;
  private final int depth;
  private final int hash;

  private FieldPath(@Nullable FieldPath parent, @Nullable Segment last, int depth, int hash) {
    this.parent = parent;
    this.last = last;
    this.depth = depth;
    this.hash = hash;
  }

  /** One step of a path. */
  public sealed interface Segment {}

  /**
   * A step to the value of a key of an object.
   *
   * @param name any text, also an empty one
   */
  public record Key(String name) implements Segment {}

  /**
   * A step to an element of an array.
   *
   * @param at its place, counted from 0
   */
  public record Index(int at) implements Segment {

    /**
     * An index.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Index {
      if (at < 0) {
        throw new IllegalArgumentException("index must be at least 0, but is " + at);
      }
    }
  }

  /** The path of the whole value. */
  public static FieldPath root() {
    return ROOT;
  }

  /**
   * Reads the text form of a path.
   *
   * @throws IllegalArgumentException if it is none, or has a {@code *} in it as only a {@link
   *     FieldPattern} may
   */
  public static FieldPath parse(String text) {
    FieldPath path = ROOT;
    for (FieldStep step : FieldPathParser.parse(text)) {
      if (!(step instanceof FieldStep.Exactly(Segment segment))) {
        throw new IllegalArgumentException(
            "path \"%s\" must have no wildcard, which only a pattern may".formatted(text));
      }
      path = path.child(segment);
    }
    return path;
  }

  /** The path of the value of a key of the object that stands here. */
  public FieldPath child(String key) {
    return child(new Key(key));
  }

  /**
   * The path of an element of the array that stands here.
   *
   * @throws IllegalArgumentException if the index is negative
   */
  public FieldPath child(int index) {
    return child(new Index(index));
  }

  private FieldPath child(Segment segment) {
    return new FieldPath(this, segment, depth + 1, 31 * hash + segment.hashCode());
  }

  /** The steps from the root; none for the root itself. */
  public List<Segment> segments() {
    var segments = new ArrayList<Segment>(depth);
    FieldPath path = this;
    while (path.parent != null && path.last != null) {
      segments.add(path.last);
      path = path.parent;
    }
    Collections.reverse(segments);
    return Collections.unmodifiableList(segments);
  }

  /** The path of the object or array that holds this value; empty for the root. */
  public Optional<FieldPath> parent() {
    return Optional.ofNullable(parent);
  }

  /** The last step; empty for the root. */
  public Optional<Segment> last() {
    return Optional.ofNullable(last);
  }

  /** How many steps it has. */
  public int depth() {
    return depth;
  }

  /** Whether this is the path of the whole value. */
  public boolean isRoot() {
    return parent == null;
  }

  /** Whether a path is this one or leads to something inside of what stands here. */
  public boolean contains(FieldPath other) {
    FieldPath path = other;
    while (path.depth > depth && path.parent != null) {
      path = path.parent;
    }
    return equals(path);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (!(object instanceof FieldPath other) || depth != other.depth || hash != other.hash) {
      return false;
    }
    FieldPath mine = this;
    FieldPath theirs = other;
    while (mine != theirs && mine.last != null && mine.last.equals(theirs.last)) {
      mine = parentOf(mine);
      theirs = parentOf(theirs);
    }
    return mine == theirs;
  }

  private static FieldPath parentOf(FieldPath path) {
    return path.parent == null ? path : path.parent;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (Segment segment : segments()) {
      FieldPathText.append(segment, text);
    }
    return text.toString();
  }
}
