package io.baton.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;

/** Makes text of bytes: UTF-8, UTF-16 with its mark, or else Windows-1252 (Latin-1). */
final class TextDecoder {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextDecoder() {}

  /**
   * A text.
   *
   * @param text at least one letter or digit is in it
   * @param note what its reader should know about how it was read
   */
  record Decoded(String text, Optional<String> note) {}

  /** The text. It throws if the bytes are no text, or one without a word. */
  static Decoded decode(byte[] bytes) throws UnreadableException {
    if (bytes.length == 0) {
      throw new UnreadableException("is empty");
    }
    Decoded decoded = decodeBytes(bytes);
    if (decoded.text().codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw new UnreadableException("has no words in it");
    }
    return decoded;
  }

  private static Decoded decodeBytes(byte[] bytes) throws UnreadableException {
    if (hasUtf16Mark(bytes)) {
      return new Decoded(strictly(UTF_16, bytes), Optional.empty());
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        throw new UnreadableException("is binary, not text: byte " + i + " is 0");
      }
    }
    try {
      return new Decoded(
          withoutMark(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()),
          Optional.empty());
    } catch (CharacterCodingException _) {
      return new Decoded(
          strictly(WINDOWS_1252, bytes), Optional.of("is not UTF-8, and was read as Latin-1"));
    }
  }

  /** Text of that charset without strange control characters; anything else is refused. */
  private static String strictly(Charset charset, byte[] bytes) throws UnreadableException {
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
        return text;
      }
    } catch (CharacterCodingException _) {
      // then it is no text either
    }
    throw new UnreadableException("is binary, not text");
  }

  private static boolean hasUtf16Mark(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
