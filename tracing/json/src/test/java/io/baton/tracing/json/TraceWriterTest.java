package io.baton.tracing.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TraceWriterTest {

  @Test
  void writerThatIsHeldUpHoldsNobodyUpAndSaysWhatItLost() throws Exception {
    var file = new HeldUp();
    var writer = TraceWriter.builder().capacity(4).to(file);
    var note = new TraceEvent.Note(Samples.MONDAY, Samples.ID, "cook", 1, Samples.START, "hot");

    writer.trace(note);
    file.entered.await();
    IntStream.range(0, 10).forEach(_ -> writer.trace(note));
    file.release.countDown();
    writer.close();

    var reader = Samples.reader(file.text());
    assertThat(reader.events()).hasSize(5).containsOnly(note);
    assertThat(reader.lost()).isEqualTo(6).isEqualTo(writer.lost());
  }

  @Test
  void eventThatThrowsAnErrorOrInterruptsSaysSoInItsPlaceAndTheNextIsWritten() throws Exception {
    var out = new ByteArrayOutputStream();
    var writer = TraceWriter.to(out);

    writer.trace(
        new TraceEvent.Dispatched(Samples.envelope(new Broken(new Spiteful())), Samples.START));
    writer.trace(note(1, 1));
    writer.close();

    String lines = out.toString(StandardCharsets.UTF_8);
    assertThat(lines).contains("{\"words\":[\"… cannot be read: java.lang.AssertionError\"]}");
    var reader = Samples.reader(lines);
    assertThat(reader.events()).hasSize(2).contains(note(1, 1));
    assertThat(reader.lost()).isZero();
  }

  private record Broken(List<String> words) implements Event {}

  private static final class Spiteful extends AbstractList<String> {
    @Override
    public String get(int index) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the list is broken");
    }

    @Override
    public int size() {
      return 1;
    }
  }

  @Test
  void severalThreadsLoseNothingWhileThereIsRoom() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var writer = TraceWriter.to(out)) {
      var threads = new ArrayList<Thread>();
      for (int n = 0; n < 4; n++) {
        int number = n;
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> IntStream.range(0, 1_000).forEach(i -> writer.trace(note(number, i)))));
      }
      for (var thread : threads) {
        thread.join();
      }
    }

    var read = Samples.reader(out.toString(StandardCharsets.UTF_8)).events().toList();
    assertThat(read).hasSize(4_000).doesNotHaveDuplicates();
    assertThat(read)
        .filteredOn(event -> event instanceof TraceEvent.Note n && n.attempt() == 2)
        .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> note(2, i)).toList());
  }

  @Test
  void diskThatIsFullIsToldAtTheEndAndHoldsNobodyUp() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    var writer = TraceWriter.to(full);

    IntStream.range(0, 10_000).forEach(i -> writer.trace(note(1, i)));

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(writer::close)
        .withMessageContaining("the trace was not written whole: ")
        .withMessageContaining("no space left");
    assertThat(writer.isEnabled()).isFalse();
  }

  @Test
  void streamThatThrowsWhateverItLikesIsToldAtTheEndAsAFullDisk() {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException("no stream");
          }
        };
    var writer = TraceWriter.to(broken);

    IntStream.range(0, 10_000).forEach(i -> writer.trace(note(1, i)));

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(writer::close)
        .withMessageContaining("no stream");
    assertThat(writer.isEnabled()).isFalse();
  }

  @Test
  void eventThatCannotBeWrittenCostsOnlyItsOwnLine() {
    record Bad(int n) implements Event {
      @Override
      public int n() {
        throw new IllegalStateException("on purpose");
      }
    }
    var lines =
        Samples.written(
            List.of(
                new TraceEvent.Dispatched(Samples.envelope(new Bad(1)), Samples.START),
                note(1, 1)));

    assertThat(lines.lines()).hasSize(2);
    assertThat(lines).contains("\"unreadable\":\"component n of ").doesNotContain("on purpose");
    assertThat(Samples.reader(lines).events()).hasSize(2);
  }

  @Test
  void longTextIsCut() {
    var out = new ByteArrayOutputStream();
    try (var writer = TraceWriter.builder().maxTextLength(10).to(out)) {
      writer.trace(
          new TraceEvent.Dispatched(
              Samples.envelope(new Samples.Ask("x".repeat(1_000))), Samples.START));
    }

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("{\"mood\":\"xxxxxxxxx…\"}");
  }

  @Test
  void whatComesAfterTheEndIsLost() {
    var out = new ByteArrayOutputStream();
    var writer = TraceWriter.to(out);
    writer.close();
    writer.trace(note(1, 1));
    writer.close();

    assertThat(writer.lost()).isEqualTo(1);
    assertThat(writer.isEnabled()).isFalse();
    assertThat(out.size()).isZero();
  }

  private static TraceEvent note(int attempt, int number) {
    return new TraceEvent.Note(
        Samples.MONDAY, Samples.ID, "cook", attempt, Samples.START, "note " + number);
  }

  /** A file whose first flush takes until it is released. */
  private static final class HeldUp extends OutputStream {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public void flush() throws IOException {
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
