package io.baton.dispatcher;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether what threads share without a lock behaves as if they used it one after the other. */
@Timeout(180)
class SharedStructuresTest {

  @Test
  void theInboxIsAQueueOfManyProducersAndOneConsumer() {
    check(InboxModel.class);
  }

  @Test
  void aDeliverySettlesOnceAndOneOfTwoGoesOnWithItsPermit() {
    check(SettlingModel.class);
  }

  @Test
  void aLaneIsAQueueWhoseFirstHoldsItUntilItLeaves() {
    check(LanesModel.class);
  }

  private static void check(Class<?> model) {
    new ModelCheckingOptions()
        .iterations(Crew.rounds(2))
        .invocationsPerIteration(100)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .check(model);
  }

  /** Many put, one takes. */
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public static class InboxModel {
    private final Inbox inbox = new Inbox();

    @Operation
    public void put(@Param(name = "value") int value) {
      inbox.put(new Numbered(value));
    }

    @Operation(nonParallelGroup = "the one that takes")
    public List<Integer> takeAll() {
      var values = new ArrayList<Integer>();
      for (Post post = inbox.takeAll(); post != null; post = post.next) {
        values.add(((Numbered) post).value);
      }
      return values;
    }
  }

  private static final class Numbered extends Post {
    private final int value;

    Numbered(int value) {
      this.value = value;
    }

    @Override
    void run(Loop loop) {}
  }

  /** One thread leaves, any may settle. */
  public static class SettlingModel {
    /** Nobody runs it, so that its interrupts are nobody's. */
    private static final Thread OTHER = Thread.ofVirtual().unstarted(() -> {});

    private final Settling settling = new Settling();

    @Operation
    public boolean settle() {
      return settling.settle();
    }

    @Operation
    public boolean stop() {
      return settling.stop(OTHER);
    }

    @Operation
    public boolean isStopped() {
      return settling.isStopped();
    }

    @Operation(nonParallelGroup = "its thread")
    public boolean leave() {
      return settling.leave();
    }
  }

  /** One thread enters and removes, as the dispatcher's does; whoever holds a lane may leave it. */
  @Param(name = "key", gen = IntGen.class, conf = "1:2")
  @Param(name = "item", gen = IntGen.class, conf = "1:4")
  public static class LanesModel {
    private final Lanes<Integer> lanes = new Lanes<>();

    @Operation(nonParallelGroup = "the dispatcher's thread")
    public boolean enter(@Param(name = "key") int key, @Param(name = "item") int item) {
      return lanes.enter(key, item);
    }

    @Operation(nonParallelGroup = "the dispatcher's thread")
    public boolean remove(@Param(name = "key") int key, @Param(name = "item") int item) {
      return lanes.remove(key, item);
    }

    @Operation
    public @Nullable Integer leave(@Param(name = "key") int key) {
      return lanes.leave(key);
    }
  }
}
