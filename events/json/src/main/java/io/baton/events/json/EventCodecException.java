package io.baton.events.json;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EventCodec} could not encode or decode; its subclasses are all the reasons there
 * are. A path in a message is a JSON Pointer (RFC 6901). Messages quote what was found, shortened,
 * but not the value of a component that is marked as {@link io.baton.events.Secret}; nor what the
 * constructor of a record with such a component says. Only where the text is not sound JSON, so
 * that nothing is known of components, a few characters of it may be quoted.
 */
public abstract sealed class EventCodecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private EventCodecException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A type that is not registered: by name when decoding, by class when encoding. */
  public static final class UnknownType extends EventCodecException {

    private static final long serialVersionUID = 1L;
    private final String type;

    UnknownType(String type, String message) {
      super(message, null);
      this.type = type;
    }

    /** The name that was read, or the name of the class that should have been written. */
    public String type() {
      return type;
    }
  }

  /** A registered type in a version that is not registered. */
  public static final class UnknownVersion extends EventCodecException {

    private static final long serialVersionUID = 1L;
    private final String type;
    private final int version;

    UnknownVersion(String type, int version, SortedSet<Integer> known) {
      super(
          "type \"%s\" is registered in versions %s, but is of version %d"
              .formatted(type, new TreeSet<>(known), version),
          null);
      this.type = type;
      this.version = version;
    }

    /** The name of the type. */
    public String type() {
      return type;
    }

    /** The version that was read. */
    public int version() {
      return version;
    }
  }

  /** Text that is not one whole JSON document in UTF-8: broken, cut off, or followed by more. */
  public static final class Malformed extends EventCodecException {

    private static final long serialVersionUID = 1L;

    Malformed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** A document beyond a limit of the codec; the same when encoding and when decoding. */
  public static final class LimitExceeded extends EventCodecException {

    private static final long serialVersionUID = 1L;
    private final CodecLimit limit;
    private final int bound;

    LimitExceeded(CodecLimit limit, int bound, long reached) {
      super("%s must be at most %d, but reaches %d".formatted(limit.text(), bound, reached), null);
      this.limit = limit;
      this.bound = bound;
    }

    /** Which limit it was. */
    public CodecLimit limit() {
      return limit;
    }

    /** What it was set to. */
    public int bound() {
      return bound;
    }
  }

  /** A name that stands twice in one object, or a key twice in one map. */
  public static final class DuplicateKey extends EventCodecException {

    private static final long serialVersionUID = 1L;

    DuplicateKey(Path path) {
      super(path + " stands twice", null);
    }
  }

  /**
   * Sound JSON that does not fit the record: a component that is missing, {@code null} or of
   * another kind, or values that the record's constructor refuses.
   */
  public static final class WrongShape extends EventCodecException {

    private static final long serialVersionUID = 1L;

    WrongShape(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** A property that the record, or the envelope, does not have. */
  public static final class UnknownProperty extends EventCodecException {

    private static final long serialVersionUID = 1L;

    UnknownProperty(Path path, String owner) {
      super("%s is not a property of %s".formatted(path, owner), null);
    }
  }
}
