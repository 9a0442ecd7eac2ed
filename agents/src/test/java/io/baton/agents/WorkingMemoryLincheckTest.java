package io.baton.agents;

import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Whatever threads do to a memory at once, it is as if they had done it one after the other. */
public class WorkingMemoryLincheckTest {

  private static final MemoryKey<Integer> LEFT = MemoryKey.of("left", 0);
  private static final MemoryKey<Integer> RIGHT = MemoryKey.of("right", 0);

  private final WorkingMemory memory = WorkingMemory.create();

  @Operation
  public int increment() {
    return memory.update(LEFT, n -> n + 1);
  }

  @Operation
  public boolean compareAndSet(@Param(gen = IntGen.class, conf = "0:3") int version) {
    return memory.compareAndSet(RIGHT, version, 10 * version);
  }

  /** Changes two keys by a view, whose functions are applied anew. */
  @Operation
  public void move() {
    var staged = memory.stage("mover");
    staged.update(LEFT, n -> n - 1);
    staged.update(RIGHT, n -> n + 1);
    staged.commit();
  }

  @Operation
  public Versioned<Integer> left() {
    return memory.read(LEFT);
  }

  @Operation
  public Versioned<Integer> right() {
    return memory.read(RIGHT);
  }

  @Operation
  public Map<String, Object> snapshot() {
    return memory.snapshot();
  }

  @Test
  void concurrentCallsAreAsIfOneAfterTheOther() {
    new ModelCheckingOptions()
        .addCustomScenario(scenario().one("increment").other("increment").other("left").done())
        .addCustomScenario(scenario().one("move").other("left").other("right").done())
        .addCustomScenario(scenario().one("move").other("snapshot").done())
        .addCustomScenario(
            scenario().one("compareAndSet", 0).other("compareAndSet", 0).other("right").done())
        .iterations(0)
        .invocationsPerIteration(15)
        .check(getClass());
  }

  private Scenario scenario() {
    return new Scenario(getClass());
  }
}
