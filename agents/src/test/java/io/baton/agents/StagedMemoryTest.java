package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.agents.WorkingMemory.Change;
import io.baton.agents.WorkingMemory.Revision;
import io.baton.agents.WorkingMemory.Staged;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StagedMemoryTest extends WorkingMemoryTest {

  private final WorkingMemory shared = WorkingMemory.create();
  private final Staged staged = shared.stage("cook");

  @Override
  WorkingMemory memory() {
    return WorkingMemory.create().stage("cook");
  }

  @Test
  void changesAreSeenInsideAtOnceAndOutsideAfterTheCommit() {
    shared.put(SEEN, 1);
    staged.update(SEEN, n -> n + 1);
    staged.put(NOTES, List.of("a"));

    assertThat(staged.snapshot()).isEqualTo(Map.of("seen", 2, "notes", List.of("a")));
    assertThat(shared.snapshot()).isEqualTo(Map.of("seen", 1));
    staged.commit();

    assertThat(shared.snapshot()).isEqualTo(Map.of("seen", 2, "notes", List.of("a")));
    assertThat(shared.read(SEEN).version()).isEqualTo(2);
  }

  @Test
  void droppedViewChangesNothing() {
    staged.put(SEEN, 1);

    assertThat(staged.isEmpty()).isFalse();
    assertThat(shared.snapshot()).isEmpty();
  }

  @Test
  void viewSeesWhatOthersHaveDoneToKeysThatItHasNotTouched() {
    staged.put(SEEN, 1);
    shared.put(NOTES, List.of("other"));

    assertThat(staged.get(NOTES)).containsExactly("other");
  }

  @Test
  void updateIsAppliedAnewToWhatIsThere() {
    int seen = staged.update(SEEN, n -> n + 1);
    shared.update(SEEN, n -> n + 10);
    staged.commit();

    assertThat(seen).isEqualTo(1);
    assertThat(shared.read(SEEN)).isEqualTo(new Versioned<>(11, 2));
  }

  @Test
  void mergeIsAppliedAnewToWhatIsThere() {
    staged.merge(TREE, Map.of("a", Map.of("b", 1)));
    shared.merge(TREE, Map.of("a", Map.of("c", 2)));
    staged.commit();

    assertThat(shared.get(TREE)).isEqualTo(Map.of("a", Map.of("b", 1, "c", 2)));
  }

  @Test
  void whatIsMergedAtTheCommitIsWhatWasGivenThen() {
    var more = new HashMap<String, Object>(Map.of("a", 1));
    staged.merge(TREE, more);
    more.put("b", 2);
    staged.commit();

    assertThat(shared.get(TREE)).isEqualTo(Map.of("a", 1));
  }

  @Test
  void commitGivesTheKeysThatHaveANewValue() {
    staged.put(SEEN, 1);
    staged.update(SEEN, n -> n + 1);

    assertThat(staged.commit()).containsExactly(new Change("seen", 2, 2, false, "cook"));
    assertThat(staged.commit()).isEmpty();
  }

  @Test
  void changesOfOneKeyAreAppliedInTheirOrder() {
    staged.put(SEEN, 5);
    staged.update(SEEN, n -> n * 2);
    assertThat(staged.compareAndSet(SEEN, 2, 7)).isTrue();
    staged.update(SEEN, n -> n + 1);
    staged.commit();

    assertThat(shared.read(SEEN)).isEqualTo(new Versioned<>(8, 4));
  }

  @Test
  void compareAndSetThatNoLongerHoldsIsAConflictAndNothingIsApplied() {
    staged.put(NOTES, List.of("mine"));
    assertThat(staged.compareAndSet(SEEN, 0, 5)).isTrue();
    shared.put(SEEN, 1);
    shared.put(SEEN, 2);

    assertThatThrownBy(staged::commit)
        .isInstanceOf(MemoryConflictException.class)
        .hasMessage("memory key seen was expected at version 0, but is at 2");
    assertThat(shared.snapshot()).isEqualTo(Map.of("seen", 2));
  }

  @Test
  void compareAndSetThatFailedAtOnceIsNoConflictLater() {
    shared.put(SEEN, 1);

    assertThat(staged.compareAndSet(SEEN, 0, 5)).isFalse();
    assertThat(staged.isEmpty()).isTrue();
    shared.put(SEEN, 2);
    staged.commit();

    assertThat(shared.get(SEEN)).isEqualTo(2);
  }

  @Test
  void commitAppliesEachChangeOnce() {
    staged.update(SEEN, n -> n + 1);
    staged.commit();
    assertThat(staged.isEmpty()).isTrue();
    staged.commit();
    staged.update(SEEN, n -> n + 1);
    staged.commit();

    assertThat(shared.get(SEEN)).isEqualTo(2);
    assertThat(staged.get(SEEN)).isEqualTo(2);
  }

  @Test
  void listenerIsToldOnceForEachKeyWhoWroteIt() throws Exception {
    var told = new ConcurrentLinkedQueue<Change>();
    var listening = shared.onChange(told::add);
    staged.put(SEEN, 1);
    staged.put(NOTES, List.of("a"));
    staged.put(SEEN, 2);
    assertThat(listening.awaitTold(Duration.ZERO)).isTrue();
    assertThat(told).isEmpty();
    staged.commit();

    assertThat(listening.awaitTold(LONG)).isTrue();
    assertThat(told)
        .containsExactly(
            new Change("seen", 2, 2, false, "cook"),
            new Change("notes", 1, List.of("a"), false, "cook"));
  }

  @Test
  void viewOfAViewIsCommittedToThatViewFirst() {
    Staged inner = staged.stage("helper");
    inner.update(SEEN, n -> n + 1);
    inner.commit();

    assertThat(staged.get(SEEN)).isEqualTo(1);
    assertThat(shared.get(SEEN)).isZero();
    staged.commit();
    assertThat(shared.get(SEEN)).isEqualTo(1);
  }

  @Test
  void removalWaitsForTheCommitToo() {
    shared.put(SEEN, 5);
    staged.remove(SEEN);

    assertThat(staged.get(SEEN)).isZero();
    assertThat(staged.snapshot()).isEmpty();
    assertThat(shared.get(SEEN)).isEqualTo(5);
    assertThat(staged.commit()).containsExactly(new Change("seen", 2, 0, true, "cook"));
    assertThat(shared.snapshot()).isEmpty();
  }

  @Test
  void functionThatUsesTheViewIsRefusedSinceItIsAppliedAnewLater() {
    staged.put(SEEN, 1);

    assertThatThrownBy(() -> staged.update(NOTES, _ -> List.of("seen " + staged.get(SEEN))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "a function given to update must not use the memory that it changes, since it is"
                + " applied anew later; read what it needs before");
    assertThatThrownBy(() -> staged.update(SEEN, _ -> staged.update(SEEN, n -> n + 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(staged.snapshot()).isEqualTo(Map.of("seen", 1));
  }

  @Test
  void conflictSaysWhichKeyAndVersions() {
    staged.compareAndSet(SEEN, 0, 5);
    shared.put(SEEN, 1);

    assertThatThrownBy(staged::commit)
        .isInstanceOfSatisfying(
            MemoryConflictException.class,
            conflict -> {
              assertThat(conflict.key()).isEqualTo("seen");
              assertThat(conflict.expectedVersion()).isZero();
              assertThat(conflict.actualVersion()).isEqualTo(1);
            });
  }

  @Test
  void functionThatFailsAtTheCommitChangesNothingAndStaysThere() {
    var isBroken = new AtomicInteger();
    staged.put(NOTES, List.of("a"));
    staged.update(
        SEEN,
        n -> {
          if (isBroken.get() == 1) {
            throw new IllegalStateException("no");
          }
          return n + 1;
        });
    isBroken.set(1);

    assertThatThrownBy(staged::commit).hasMessage("no");
    assertThat(shared.snapshot()).isEmpty();
    isBroken.set(0);
    staged.commit();
    assertThat(shared.snapshot()).isEqualTo(Map.of("seen", 1, "notes", List.of("a")));
  }

  @Test
  void twoThreadsThatCommitOneViewApplyItOnce() throws Exception {
    var isCommitting = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var calls = new AtomicInteger();
    staged.update(
        SEEN,
        n -> {
          if (calls.incrementAndGet() == 2) {
            isCommitting.countDown();
            awaitOpen(goOn);
          }
          return n + 1;
        });
    var first = new FutureTask<>(staged::commit);
    var second = new FutureTask<>(staged::commit);
    Thread.ofVirtual().start(first);
    awaitOpen(isCommitting);
    Thread waiting = Thread.ofPlatform().start(second);
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    goOn.countDown();

    assertThat(first.get()).hasSize(1);
    assertThat(second.get()).isEmpty();
    assertThat(shared.get(SEEN)).isEqualTo(1);
  }

  @Test
  void historyOfAViewIsThatOfItsMemory() {
    WorkingMemory remembering = WorkingMemory.create(o -> o.history(3));
    remembering.put(SEEN, 1);
    Staged view = remembering.stage("cook");
    view.put(SEEN, 2);

    assertThat(view.history(SEEN)).hasSize(1);
    view.commit();
    assertThat(view.history(SEEN)).extracting(Revision::writer).containsExactly("application", "cook");
  }
}
