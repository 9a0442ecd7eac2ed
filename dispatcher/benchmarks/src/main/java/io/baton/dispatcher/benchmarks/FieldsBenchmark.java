package io.baton.dispatcher.benchmarks;

import io.baton.agents.llm.FieldEvent;
import io.baton.agents.llm.FieldFeed;
import io.baton.agents.llm.FieldScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast the fields of an answer are told, in fragments of four characters as models send them,
 * and whether that stays so when answers grow. The column {@code characters} counts them per
 * microsecond, which is MB/s, since all are ASCII.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FieldsBenchmark {

  private static final int FRAGMENT = 4;

  /** How long the answer is, in characters. */
  @Param({"4096", "65536", "1048576", "4194304"})
  public int size;

  /** What it is made of. */
  @Param({"TEXT", "ITEMS"})
  public Form form = Form.TEXT;

  private String answer = "";
  private List<String> fragments = List.of();

  /** What an answer is made of. */
  public enum Form {
    /** One object with one long text. */
    TEXT("{\"text\": \"", "All these words, \\n and more of them. ", "\"}"),

    /** A list of small objects. */
    ITEMS("{\"items\": [", "{\"title\": \"One of many\", \"score\": 12.5, \"ok\": true},", "]}");

    private final String head;
    private final String part;
    private final String tail;

    Form(String head, String part, String tail) {
      this.head = head;
      this.part = part;
      this.tail = tail;
    }

    String answer(int size) {
      String text = head + part.repeat((size - head.length() - tail.length()) / part.length());
      return (text.endsWith(",") ? text.substring(0, text.length() - 1) : text) + tail;
    }
  }

  /** How many characters were read. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Read {
    /** Of all answers. */
    public long characters;
  }

  /** Makes the answer and cuts it. */
  @Setup
  public void cut() {
    answer = form.answer(size);
    var cut = new ArrayList<String>();
    for (int at = 0; at < answer.length(); at += FRAGMENT) {
      cut.add(answer.substring(at, Math.min(answer.length(), at + FRAGMENT)));
    }
    fragments = List.copyOf(cut);
  }

  /** The events, handed to one consumer. */
  @Benchmark
  public void scan(Read read, Blackhole hole) {
    Consumer<FieldEvent> consumer = hole::consume;
    var scanner = new FieldScanner(consumer);
    fragments.forEach(scanner::accept);
    scanner.end();
    read.characters += answer.length();
  }

  /** The events, kept for any number of readers. */
  @Benchmark
  public Object keep(Read read) {
    var feed = new FieldFeed();
    fragments.forEach(feed::accept);
    feed.end();
    read.characters += answer.length();
    return feed;
  }

  /** For comparison: the tree alone, by Jackson, of the whole text at once. */
  @Benchmark
  public JsonNode jackson(Read read) {
    read.characters += answer.length();
    return JsonMapper.shared().readTree(answer);
  }
}
