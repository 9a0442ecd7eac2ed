package io.baton.events.json;

import io.baton.events.json.EventCodecException.Malformed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Bytes to trees and values to bytes, within the limits. Thread-safe. */
final class JsonFormat {

  private final Limits limits;
  private final JsonFactory factory;

  JsonFormat(Limits limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(new ReadLimits(limits))
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(limits.depth()).build())
            // UTF-8 is the only encoding of JSON between systems (RFC 8259).
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // A text may end in half a pair, as pieces of streamed text do; escaped, it survives.
            .disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
  }

  Json read(String text) {
    limits.check(CodecLimit.DOCUMENT_SIZE, text.length());
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return read(bytes);
    } catch (CharacterCodingException e) {
      throw new Malformed("malformed JSON: half of a surrogate pair stands alone", e);
    }
  }

  Json read(byte[] bytes) {
    limits.check(CodecLimit.DOCUMENT_SIZE, bytes.length);
    try (var parser = factory.createParser(ObjectReadContext.empty(), bytes)) {
      return new JsonReader(parser, limits).document();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  byte[] write(Consumer<JsonWriter> content) {
    var bytes = new BoundedBytes();
    try (var generator = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
      content.accept(new JsonWriter(generator, limits));
    } catch (JacksonException e) {
      throw malformed(e);
    }
    return bytes.toByteArray();
  }

  private static Malformed malformed(JacksonException cause) {
    var place = cause.getLocation();
    String where =
        place == null
            ? ""
            : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    return new Malformed("malformed JSON" + where + ": " + cause.getOriginalMessage(), cause);
  }

  private final class BoundedBytes extends ByteArrayOutputStream {

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      limits.check(CodecLimit.DOCUMENT_SIZE, (long) count + length);
      super.write(bytes, offset, length);
    }
  }
}
