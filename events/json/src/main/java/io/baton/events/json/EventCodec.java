package io.baton.events.json;

import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.JoinTimedOut;
import io.baton.events.MemoryChanged;
import io.baton.events.RunCancelled;
import io.baton.events.TerminateEvent;
import io.baton.events.Unrouted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes envelopes and events as JSON and reads them again, by a frozen registry of type names.
 *
 * <p>A name on the wire only ever chooses among the registered records; no name of a class is
 * written, and none is read. Equal input gives equal text, except for the order of unordered sets
 * and maps. What one codec encodes, it decodes to an equal envelope.
 *
 * <p><b>Form.</b> An envelope is an object with the attribute names of CloudEvents: {@code
 * specversion} ("1.0"), {@code id}, {@code source}, {@code type}, {@code typeversion}, {@code
 * time}, {@code correlationid}, {@code causationid}, {@code causes} (only if there are several),
 * {@code partitionkey}, {@code hops}, {@code deadline}, {@code traceparent} (the header of this
 * name), {@code headers} (the others) and {@code data}, the event. {@code source} is an agent's
 * name as it is, and {@code causes} and {@code headers} are no scalars: where these matter, strict
 * CloudEvents libraries may want them otherwise. Events within events, such as those in a {@link
 * DeadLetter}, stand with their type names too.
 *
 * <p><b>Types.</b> The components of a record may be primitives and their wrappers, {@code String},
 * {@code BigInteger}, {@code BigDecimal}, enums, {@code UUID}, {@code URI}, {@code java.time}
 * values, ids, {@link Envelope}, other records, {@link Event} and interfaces that extend it, sealed
 * interfaces of records, and {@code Optional}, {@code List}, {@code Set}, {@code Collection} and
 * {@code Map} of all these, and what {@link Builder#text} adds. Anything else is refused when the
 * codec is built.
 *
 * <p><b>Absence.</b> A component that is missing or {@code null} is an error unless it is {@code
 * Optional} or marked {@code @Nullable} (by any annotation of this name that is kept at run time).
 * Properties that are unknown are errors, unless {@linkplain Builder#ignoreUnknownProperties()
 * ignored}.
 *
 * <p><b>Secrets.</b> The value of a component that is marked {@link io.baton.events.Secret} is
 * written in full: a codec transports. Guard the text as you guard the secret.
 *
 * <p>Immutable and thread-safe.
 */
public final class EventCodec {

  /** How deep objects and arrays may be nested unless said otherwise: {@value}. */
  public static final int DEFAULT_MAX_DEPTH = 64;

  /** How many {@code char}s a text or name may have unless said otherwise: {@value}. */
  public static final int DEFAULT_MAX_STRING_LENGTH = 1_000_000;

  /** How many characters a number may have unless said otherwise: {@value}. */
  public static final int DEFAULT_MAX_NUMBER_LENGTH = 1_000;

  /** How many bytes of UTF-8 a document may have unless said otherwise: {@value}, 8 MiB. */
  public static final int DEFAULT_MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

  private final JsonFormat format;
  private final EnvelopeShape envelopes;
  private final EventShape events;

  private EventCodec(Builder builder) {
    var registry = new Registry(builder.registrations, builder.scalars, builder.lenient);
    envelopes = new EnvelopeShape(registry, builder.lenient);
    events = new EventShape(Event.class, registry, builder.lenient);
    format = new JsonFormat(builder.limits());
  }

  /** A builder that knows the system events. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The JSON of an envelope.
   *
   * @throws EventCodecException if a type is not registered, a limit is exceeded, or a component is
   *     null that must not be
   */
  public String encode(Envelope envelope) {
    return new String(encodeBytes(envelope), StandardCharsets.UTF_8);
  }

  /**
   * The JSON of an envelope, in UTF-8.
   *
   * @throws EventCodecException as {@link #encode} does
   */
  public byte[] encodeBytes(Envelope envelope) {
    return format.write(out -> envelopes.write(envelope, out, Path.ROOT));
  }

  /**
   * The envelope of a JSON document.
   *
   * @throws EventCodecException if it is none, or one that this codec does not accept
   */
  public Envelope decode(String json) {
    return envelopes.read(format.read(json), Path.ROOT);
  }

  /**
   * The envelope of a JSON document in UTF-8.
   *
   * @throws EventCodecException if it is none, or one that this codec does not accept
   */
  public Envelope decode(byte[] json) {
    return envelopes.read(format.read(json), Path.ROOT);
  }

  /**
   * The JSON of an event alone: an object of {@code type}, {@code typeversion} and {@code data}.
   *
   * @throws EventCodecException as {@link #encode} does
   */
  public String encodeEvent(Event event) {
    return new String(
        format.write(out -> events.write(event, out, Path.ROOT)), StandardCharsets.UTF_8);
  }

  /**
   * The event of what {@link #encodeEvent} wrote.
   *
   * @throws EventCodecException if it is none, or one that this codec does not accept
   */
  public Event decodeEvent(String json) {
    return events.read(format.read(json), Path.ROOT);
  }

  /** Collects the types and limits of a codec. Not thread-safe. */
  public static final class Builder {

    private static final String RESERVED = "baton.";

    /** What the recursion of a reader can bear on a thread of any usual stack. */
    private static final int DEEPEST = 1_000;

    private final List<Registration> registrations = new ArrayList<>();
    private final Scalars scalars = new Scalars();
    private boolean lenient;
    private int maxDepth = DEFAULT_MAX_DEPTH;
    private int maxStringLength = DEFAULT_MAX_STRING_LENGTH;
    private int maxNumberLength = DEFAULT_MAX_NUMBER_LENGTH;
    private int maxDocumentBytes = DEFAULT_MAX_DOCUMENT_BYTES;

    private Builder() {
      List.of(
              DeadLetter.class,
              JoinTimedOut.class,
              MemoryChanged.class,
              RunCancelled.class,
              TerminateEvent.class,
              Unrouted.class)
          .forEach(type -> add(new Registration(RESERVED + type.getSimpleName(), 1, type)));
    }

    /**
     * Registers records in version 1, each under the name of its class without the package: {@code
     * Ask}, or {@code Evening.Ask} if it is nested.
     *
     * @throws IllegalArgumentException if a class is no record, has type parameters or is
     *     registered already, or if its name is
     */
    @SafeVarargs
    public final Builder register(Class<? extends Event>... types) {
      for (var type : types) {
        register(Registration.defaultName(type), 1, type);
      }
      return this;
    }

    /**
     * Registers every record of a sealed hierarchy, as {@link #register(Class...)} does.
     *
     * @throws IllegalArgumentException as {@link #register(Class...)} does, or if something in the
     *     hierarchy is neither sealed nor a record
     */
    public Builder registerAll(Class<? extends Event> sealed) {
      for (Class<?> type : Permitted.recordsOf(sealed)) {
        register(type.asSubclass(Event.class));
      }
      return this;
    }

    /**
     * Registers a record under a name and a version of your own. One name may have several
     * versions, each with a class of its own; a document that names no version is of version 1.
     *
     * @param typeName the name on the wire; names that start with {@code baton.} are reserved
     * @param version the version on the wire, from 1
     * @param type the record
     * @throws IllegalArgumentException if {@code type} is no record, has type parameters or is
     *     registered already, if the name is blank, reserved or taken in this version, or if the
     *     version is less than 1
     */
    public Builder register(String typeName, int version, Class<? extends Event> type) {
      if (typeName.startsWith(RESERVED)) {
        throw new IllegalArgumentException(
            "names that start with \"%s\" are reserved, but one is \"%s\""
                .formatted(RESERVED, typeName));
      }
      add(new Registration(typeName, version, type));
      return this;
    }

    /**
     * Teaches the codec a type whose values can be written as text, which may also be the keys of
     * maps.
     *
     * @param type the exact type of the components
     * @param print gives the text of a value
     * @param parse gives the value of a text, or throws
     * @throws IllegalArgumentException if the codec knows {@code type} already
     */
    public <T> Builder text(
        Class<T> type, Function<? super T, String> print, Function<String, ? extends T> parse) {
      if (scalars.knows(type)) {
        throw new IllegalArgumentException("%s is known already".formatted(type.getName()));
      }
      scalars.add(new TextShape<>(type, print, parse::apply));
      return this;
    }

    /**
     * Reads over properties that a record or the envelope does not have. By default they are
     * errors, so that nothing is lost unseen.
     */
    public Builder ignoreUnknownProperties() {
      lenient = true;
      return this;
    }

    /**
     * How deep objects and arrays may be nested, from 1 to 1,000; the document is the first level.
     */
    public Builder maxDepth(int levels) {
      maxDepth = positive("maxDepth", levels);
      if (levels > DEEPEST) {
        throw new IllegalArgumentException(
            "maxDepth must be at most %d, but is %d".formatted(DEEPEST, levels));
      }
      return this;
    }

    /** How many {@code char}s a text or the name of a property may have, from 1. */
    public Builder maxStringLength(int length) {
      maxStringLength = positive("maxStringLength", length);
      return this;
    }

    /** How many characters a number may have, from 1. */
    public Builder maxNumberLength(int length) {
      maxNumberLength = positive("maxNumberLength", length);
      return this;
    }

    /** How many bytes of UTF-8 a document may have, from 1. */
    public Builder maxDocumentBytes(int bytes) {
      maxDocumentBytes = positive("maxDocumentBytes", bytes);
      return this;
    }

    /**
     * The codec, which later changes of this builder do not reach.
     *
     * @throws IllegalArgumentException if a component of a registered record is of a type that the
     *     codec does not know
     * @throws java.lang.reflect.InaccessibleObjectException if a registered record is in a package
     *     that its module does not open
     */
    public EventCodec build() {
      return new EventCodec(this);
    }

    private void add(Registration added) {
      for (Registration each : registrations) {
        if (each.type() == added.type()) {
          throw new IllegalArgumentException(
              "%s is registered already, as \"%s\" of version %d"
                  .formatted(each.type().getName(), each.name(), each.version()));
        }
        if (each.name().equals(added.name()) && each.version() == added.version()) {
          throw new IllegalArgumentException(
              "\"%s\" of version %d is the name of %s already, and cannot be that of %s"
                  .formatted(
                      each.name(), each.version(), each.type().getName(), added.type().getName()));
        }
      }
      registrations.add(added);
    }

    private Limits limits() {
      return new Limits(maxDepth, maxStringLength, maxNumberLength, maxDocumentBytes);
    }

    private static int positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(
            "%s must be at least 1, but is %d".formatted(name, value));
      }
      return value;
    }
  }
}
