package io.baton.samples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Something that a text can be read from, once. */
sealed interface Input {

  /** What messages and results call it. */
  String name();

  /** Its bytes, to be closed by the caller. */
  InputStream open() throws IOException;

  /** At most that many bytes of it; it throws if there are more, or none can be read. */
  default byte[] read(int mostMegabytes) throws UnreadableException {
    int most = mostMegabytes * 1_000_000;
    try (InputStream in = open()) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new UnreadableException("is larger than %d MB (--max-size)".formatted(mostMegabytes));
      }
      return bytes;
    } catch (IOException e) {
      throw UnreadableException.of(e);
    }
  }

  /** A file, or what can be read like one. */
  record OfFile(Path path) implements Input {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }

  /** What comes from the standard input. */
  record OfStandardInput(InputStream in) implements Input {
    @Override
    public String name() {
      return "(standard input)";
    }

    @Override
    public InputStream open() {
      return in;
    }
  }

  /** A text that comes with the program. */
  record OfResource(String name) implements Input {
    @Override
    public InputStream open() throws IOException {
      InputStream in = Input.class.getResourceAsStream("/texts/" + name);
      if (in == null) {
        throw new NoSuchFileException(name);
      }
      return in;
    }
  }
}
