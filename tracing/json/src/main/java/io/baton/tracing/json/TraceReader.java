package io.baton.tracing.json;

import io.baton.events.json.EventCodec;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads what a {@link TraceWriter} wrote, line by line, so that a file may be of any size. Not
 * thread-safe.
 *
 * <p>Events of types that its codec does not know, or does not accept since parts of them are
 * masked, come as {@link io.baton.tracing.RecordedEvent}, with the name of their type and their
 * content; so a file can be explained where the classes of the program that wrote it are not.
 *
 * <p>Blank lines are passed over. Members that are not known are ignored, so that a file of a later
 * version can be read; a trace event that is not known is an error.
 */
public final class TraceReader implements AutoCloseable {

  /** How many bytes a line may have unless said otherwise: {@value}, 16 MiB. */
  public static final int DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;

  private final LineReader lines;
  private final TraceValues values;
  private long lost;

  private TraceReader(InputStream in, Builder options) {
    lines = new LineReader(in, options.maxLineBytes);
    values = TraceValues.reading(new EnvelopeReader(options.codec, options.redactor));
  }

  /**
   * Opens a file with the defaults.
   *
   * @throws IOException if it cannot be opened
   */
  public static TraceReader open(Path file) throws IOException {
    return builder().open(file);
  }

  /** A reader of what a stream gives, with the defaults; closing the reader closes the stream. */
  public static TraceReader of(InputStream in) {
    return builder().of(in);
  }

  /** A reader with options. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The next trace event; empty at the end.
   *
   * @throws TraceFormatException if the line is not one of a trace
   * @throws UncheckedIOException if reading fails
   */
  public Optional<TraceEvent> next() {
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        TraceEvent event = line.isBlank() ? null : read(line);
        if (event != null) {
          return Optional.of(event);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The trace events that are still to come, once; fails as {@link #next} does. */
  public Stream<TraceEvent> events() {
    return Stream.generate(this::next).takeWhile(Optional::isPresent).map(Optional::orElseThrow);
  }

  /** How many trace events were lost in writing, as far as the file has said so by now. */
  public long lost() {
    return lost;
  }

  /** The number of the line that was read last, from 1. */
  public long line() {
    return lines.number();
  }

  private @Nullable TraceEvent read(String line) {
    try {
      if (!(JsonTree.parse(line) instanceof JsonTree.Members members)) {
        throw new IllegalArgumentException("it must be an object");
      }
      var name = (String) values.read("trace", String.class, members.values().get("trace"));
      if (name.equals(TraceLines.LOST)) {
        long count = (long) values.read("count", long.class, members.values().get("count"));
        if (count < 0) {
          throw new IllegalArgumentException("count must be at least 0, but is " + count);
        }
        lost += count;
        return null;
      }
      return (TraceEvent) TraceShapes.known(name).read(members, values);
    } catch (JacksonException e) {
      String cut = lines.isCut() ? "it has no end, as if its writer had been stopped; " : "";
      throw refused(cut + "it is no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private TraceFormatException refused(String why, Exception cause) {
    return new TraceFormatException(lines.number(), why, cause);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** Options of a reader. Not thread-safe. */
  public static final class Builder {

    private EventCodec codec = EventCodec.builder().build();
    private Redactor redactor = Redactor.byDefault();
    private int maxLineBytes = DEFAULT_MAX_LINE_BYTES;

    private Builder() {}

    /** Knows the types of events; unless said otherwise only the system events are known. */
    public Builder codec(EventCodec codec) {
      this.codec = Objects.requireNonNull(codec, "codec must not be null");
      return this;
    }

    /**
     * What is masked, by names, in events whose types are not known; {@link Redactor#byDefault}
     * unless said otherwise.
     */
    public Builder redactor(Redactor redactor) {
      this.redactor = Objects.requireNonNull(redactor, "redactor must not be null");
      return this;
    }

    /**
     * How many bytes a line may have; {@value TraceReader#DEFAULT_MAX_LINE_BYTES} by default.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxLineBytes(int maxLineBytes) {
      if (maxLineBytes < 1) {
        throw new IllegalArgumentException(
            "maxLineBytes must be at least 1, but is " + maxLineBytes);
      }
      this.maxLineBytes = maxLineBytes;
      return this;
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be opened
     */
    public TraceReader open(Path file) throws IOException {
      return of(Files.newInputStream(file));
    }

    /** A reader of what a stream gives; closing the reader closes the stream. */
    public TraceReader of(InputStream in) {
      return new TraceReader(in, this);
    }
  }
}
