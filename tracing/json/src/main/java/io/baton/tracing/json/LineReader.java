package io.baton.tracing.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 of a bounded length. Not thread-safe. */
final class LineReader implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long number;
  private boolean isCut;

  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** The number of the last line that was read. */
  long number() {
    return number;
  }

  /** Whether the last line had no end, so that more of it may be missing. */
  boolean isCut() {
    return isCut;
  }

  /** The next line without its end; null if there is none. */
  @Nullable String next() throws IOException {
    var line = new ByteArrayOutputStream(512);
    number++;
    while (true) {
      if (at == end && !fill()) {
        isCut = line.size() > 0;
        return isCut ? decode(line) : null;
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if ((long) line.size() + (at - from) > longest) {
        throw new TraceFormatException(number, "it is longer than " + longest + " bytes", null);
      }
      line.write(buffer, from, at - from);
      if (at < end) {
        at++;
        return decode(line);
      }
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private String decode(ByteArrayOutputStream line) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new TraceFormatException(number, "it is not UTF-8", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
