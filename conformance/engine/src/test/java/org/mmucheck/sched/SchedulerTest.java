package org.mmucheck.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private enum Point {
    LOCK,
    WRITE,
    YIELD,
    UNLOCK
  }

  private final List<String> log = new ArrayList<>();
  private boolean locked;

  /**
   * A task of the code under test: two steps in a lock, none of which may be cut by another task.
   */
  private Runnable lockedWrite(Actor actor) {
    return () -> {
      actor.park(() -> !locked, Point.LOCK);
      locked = true;
      log.add(actor.name() + " locks");
      actor.park(Actor.ALWAYS, Point.UNLOCK);
      locked = false;
      log.add(actor.name() + " unlocks");
    };
  }

  @Test
  void shouldRunAnActorOnlyFromPointToPoint() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor actor = scheduler.spawn("v0");
      assertThat(actor.isIdle()).isTrue();
      assertThat(actor.parkedAt()).isEmpty();

      actor.start(lockedWrite(actor));
      assertThat(actor.isIdle()).isFalse();
      assertThat(actor.parkedAt()).containsExactly(Point.LOCK);
      assertThat(log).isEmpty();

      actor.take(Point.LOCK);
      assertThat(actor.parkedAt()).containsExactly(Point.UNLOCK);
      assertThat(log).containsExactly("v0 locks");

      actor.take(Point.UNLOCK);
      assertThat(actor.isIdle()).isTrue();
      assertThat(actor.parkedAt()).isEmpty();
      assertThat(log).containsExactly("v0 locks", "v0 unlocks");
    }
  }

  @Test
  void shouldKnowWhoCouldProceedWithoutBlocking() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor first = scheduler.spawn("v0");
      Actor second = scheduler.spawn("v1");
      first.start(lockedWrite(first));
      second.start(lockedWrite(second));
      assertThat(second.canTake(Point.LOCK)).isTrue();
      first.take(Point.LOCK);

      assertThat(second.offers(Point.LOCK)).isTrue();
      assertThat(second.canTake(Point.LOCK)).isFalse();
      assertThatThrownBy(() -> second.take(Point.LOCK))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("v1 cannot take LOCK at point LOCK");

      first.take(Point.UNLOCK);
      assertThat(second.canTake(Point.LOCK)).isTrue();
    }
  }

  @Test
  void shouldTellTheActorWhichAlternativeWasChosen() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor actor = scheduler.spawn("n0");
      List<Integer> chosen = new ArrayList<>();
      actor.start(
          () -> {
            chosen.add(actor.park(Actor.ALWAYS, Point.WRITE, Point.YIELD));
            chosen.add(actor.park(Actor.ALWAYS, Point.WRITE, Point.YIELD, Point.UNLOCK));
            chosen.add(actor.park(Actor.ALWAYS, Point.WRITE, Point.YIELD));
          });
      assertThat(actor.parkedAt()).containsExactly(Point.WRITE, Point.YIELD);
      assertThat(actor.point()).isEqualTo(Point.WRITE);
      assertThat(actor.canTake(Point.UNLOCK)).isFalse();
      actor.take(Point.YIELD);
      actor.take(Point.UNLOCK);
      actor.take(Point.WRITE);
      assertThat(chosen).containsExactly(1, 2, 0);
    }
  }

  @Test
  void shouldHandTheControllerWhatACommandThrows() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor actor = scheduler.spawn("v0");
      AssertionError bug = new AssertionError("refcount=-1");
      actor.start(
          () -> {
            actor.park(Actor.ALWAYS, Point.WRITE);
            throw bug;
          });
      ActorFailure failure =
          catchThrowableOfType(ActorFailure.class, () -> actor.take(Point.WRITE));
      assertThat(failure)
          .hasMessage("v0 failed after point WRITE: java.lang.AssertionError: refcount=-1")
          .hasCause(bug);

      assertThat(actor.isIdle()).as("its command is over").isTrue();
      actor.start(() -> log.add("next command"));
      assertThat(log).containsExactly("next command");
    }
  }

  @Test
  void shouldRefuseACommandToABusyActor() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor actor = scheduler.spawn("v0");
      actor.start(lockedWrite(actor));
      assertThatThrownBy(() -> actor.start(() -> log.add("never")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("v0 is busy at point LOCK");
      assertThat(log).isEmpty();
    }
  }

  @Test
  void shouldRefuseToParkAnotherThread() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor first = scheduler.spawn("v0");
      Actor second = scheduler.spawn("v1");
      assertThatThrownBy(() -> first.start(() -> second.park(Actor.ALWAYS, Point.WRITE)))
          .isInstanceOf(ActorFailure.class)
          .hasMessageContaining("parks as v1, which is another thread");
    }
  }

  @Test
  void shouldUnwindParkedActorsThroughFinallyBlocksThatPark() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Actor actor;
    try (Scheduler scheduler = new Scheduler()) {
      actor = scheduler.spawn("v0");
      actor.start(
          () -> {
            thread.set(Thread.currentThread());
            try {
              actor.park(Actor.ALWAYS, Point.WRITE);
              log.add("past the point");
            } finally {
              log.add("finally");
              try {
                actor.park(Actor.ALWAYS, Point.UNLOCK);
                log.add("past the second point");
              } finally {
                log.add("inner finally");
                throwAnother();
              }
            }
          });
    }
    assertThat(log).containsExactly("finally", "inner finally");
    assertThat(thread.get().getState()).isEqualTo(Thread.State.TERMINATED);
    assertThat(actor.isIdle()).isTrue();
    assertThatThrownBy(() -> actor.start(() -> log.add("never")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("v0 has ended with its scheduler");
  }

  private static void throwAnother() {
    throw new IllegalStateException("cleanup fails too");
  }

  @Test
  void shouldEndEveryThread() {
    List<Thread> threads = new ArrayList<>();
    try (Scheduler scheduler = new Scheduler()) {
      for (int i = 0; i < 4; i++) {
        Actor actor = scheduler.spawn("v" + i);
        boolean parks = i % 2 == 0;
        actor.start(
            () -> {
              threads.add(Thread.currentThread());
              if (parks) {
                actor.park(Actor.ALWAYS, Point.WRITE);
              }
            });
      }
      scheduler.spawn("never started");
      assertThat(scheduler.actors()).hasSize(5);
      assertThat(threads).hasSize(4).allMatch(Thread::isAlive).allMatch(Thread::isVirtual);
    }
    assertThat(threads).noneMatch(Thread::isAlive);
  }

  @Test
  void shouldRefuseActorsOnceClosed() {
    Scheduler scheduler = new Scheduler();
    scheduler.close();
    scheduler.close();
    assertThatThrownBy(() -> scheduler.spawn("v0"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void shouldNameTheActorThatBlocksInsteadOfParking() {
    Scheduler scheduler = new Scheduler(Duration.ZERO);
    Actor actor = scheduler.spawn("n0");
    CountDownLatch never = new CountDownLatch(1);
    actor.start(
        () -> {
          actor.park(Actor.ALWAYS, Point.LOCK);
          blockFor(never);
        });
    StuckActorException stuck =
        catchThrowableOfType(StuckActorException.class, () -> actor.take(Point.LOCK));
    assertThat(stuck)
        .hasMessageStartingWith("n0 neither parked nor ended within 0 s after point LOCK;");
    assertThat(stuck.getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("blockFor");
    assertThatThrownBy(() -> actor.take(Point.LOCK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("n0 is stuck after point LOCK");
    scheduler.close();
  }

  @Test
  void shouldSayAtOnceWhereAnActorWaitsForWhatIsNoPoint() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor actor = scheduler.spawn("n0");
      CountDownLatch never = new CountDownLatch(1);
      StuckActorException stuck =
          catchThrowableOfType(StuckActorException.class, () -> actor.start(() -> blockFor(never)));
      assertThat(stuck)
          .hasMessageMatching(
              "n0 waits before its first point in .*SchedulerTest\\.blockFor\\(.*\\),"
                  + " which is no point, .*");
    }
  }

  @Test
  void shouldSayAtOnceWhereAnActorWaitsForAMonitor() throws Exception {
    Object monitor = new Object();
    try (Scheduler scheduler = new Scheduler()) {
      Actor holder = scheduler.spawn("n0");
      holder.start(
          () -> {
            synchronized (monitor) {
              holder.park(Actor.ALWAYS, Point.LOCK);
            }
          });
      Actor other = scheduler.spawn("n1");
      assertThatThrownBy(() -> other.start(() -> enter(monitor)))
          .isInstanceOf(StuckActorException.class)
          .hasMessageMatching("n1 waits .* in .*SchedulerTest\\.enter\\(.*");
    }
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldTakeItsPatienceFromASetting() {
    System.setProperty(Scheduler.PATIENCE_PROPERTY, "soon");
    try {
      assertThatThrownBy(Scheduler::new)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("mmucheck.patience is 'soon', not a whole number of seconds");
      System.setProperty(Scheduler.PATIENCE_PROPERTY, "0");
      AtomicReference<Boolean> spin = new AtomicReference<>(true);
      try (Scheduler scheduler = new Scheduler()) {
        Actor actor = scheduler.spawn("v0");
        assertThatThrownBy(() -> actor.start(() -> spinWhile(spin)))
            .hasMessageContaining("within 0 s")
            .hasMessageContaining("SchedulerTest.spinWhile");
      } finally {
        spin.set(false);
      }
    } finally {
      System.clearProperty(Scheduler.PATIENCE_PROPERTY);
    }
  }

  private static void blockFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldFailTheRunWhoseActorLeavesTheControllerNoCarrier() {
    AtomicReference<Boolean> spin = new AtomicReference<>(true);
    try {
      assertThatThrownBy(
              () ->
                  Scheduler.run(
                      () -> {
                        for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
                          Thread.startVirtualThread(() -> spinWhile(spin)); // the other carriers
                        }
                        Scheduler scheduler = new Scheduler(Duration.ZERO);
                        Actor actor = scheduler.spawn("v0");
                        actor.start(() -> spinWhile(spin));
                        return null;
                      }))
          .isInstanceOf(StuckActorException.class)
          .hasMessageContaining("v0 neither parked nor ended");
    } finally {
      spin.set(false);
    }
  }

  private static void spinWhile(AtomicReference<Boolean> flag) {
    while (flag.get()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldRunTheControllerOnAVirtualThread() throws Exception {
    Thread controller = Scheduler.run(Thread::currentThread);
    assertThat(controller.isVirtual()).isTrue();
    assertThat(
            Scheduler.<Boolean>run(
                () -> Scheduler.run(Thread::currentThread) == Thread.currentThread()))
        .isTrue();
    assertThatThrownBy(
            () ->
                Scheduler.run(
                    () -> {
                      throw new java.io.IOException("as is");
                    }))
        .isInstanceOf(java.io.IOException.class)
        .hasMessage("as is");
  }

  @Test
  void shouldHandOffOnOneCarrierAndFromAPlatformThread() throws Exception {
    long onVirtual = Scheduler.run(SchedulerTest::countInTurns);
    assertThat(onVirtual).isEqualTo(40_000);
    assertThat(countInTurns()).isEqualTo(40_000);
  }

  /** Four actors add to one plain field; any two at once would lose updates. */
  private static long countInTurns() {
    long[] count = new long[1];
    try (Scheduler scheduler = new Scheduler()) {
      for (int i = 0; i < 4; i++) {
        Actor actor = scheduler.spawn("a" + i);
        actor.start(
            () -> {
              for (int n = 0; n < 10_000; n++) {
                actor.park(Actor.ALWAYS, Point.WRITE);
                count[0]++;
              }
            });
      }
      for (int n = 0; n < 10_000; n++) {
        for (Actor actor : scheduler.actors()) {
          actor.take(Point.WRITE);
        }
      }
    }
    return count[0];
  }

  @Test
  void shouldSurviveAnInterruptedControllerAndActor() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor actor = scheduler.spawn("v0");
      Thread.currentThread().interrupt();
      actor.start(
          () -> {
            Thread.currentThread().interrupt();
            LockSupport.parkNanos(1);
            actor.park(Actor.ALWAYS, Point.WRITE);
            log.add("interrupted " + Thread.interrupted());
          });
      actor.take(Point.WRITE);
    }
    assertThat(Thread.interrupted()).as("the controller's own flag").isTrue();
    assertThat(log).containsExactly("interrupted true");
  }

  @Test
  void shouldLetADirectorLeadActorsFromOneToTheNext() {
    List<String> log = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try (Scheduler scheduler = new Scheduler()) {
      Actor a = scheduler.spawn("a");
      Actor b = scheduler.spawn("b");
      for (Actor actor : List.of(a, b)) {
        actor.start(
            () -> {
              for (int i = 0; i < 2; i++) {
                actor.park(Actor.ALWAYS, Point.LOCK);
                log.add(actor.name() + i);
              }
            });
      }
      List<Actor> order = new ArrayList<>(List.of(a, b, b, a, b));
      scheduler.play(
          () -> {
            threads.add(Thread.currentThread());
            if (order.isEmpty()) {
              return null;
            }
            Actor next = order.removeFirst();
            if (next.isIdle()) {
              next.prepareStart(() -> log.add(next.name() + " again"));
            } else {
              assertThat(next.prepare(Point.LOCK)).isTrue();
            }
            return next;
          });
      assertThat(log).containsExactly("a0", "b0", "b1", "a1", "b again");
      assertThat(threads.getFirst()).isSameAs(Thread.currentThread());
      assertThat(threads.subList(1, threads.size()))
          .as("decided where the step before has ended")
          .doesNotContain(Thread.currentThread());
      assertThat(a.isIdle()).isTrue();
      assertThat(b.isIdle()).isTrue();
      a.start(() -> a.park(Actor.ALWAYS, Point.LOCK));
      a.take(Point.LOCK);
    }
  }

  @Test
  void shouldGiveTheTurnBackWhenACommandFailsUnderADirector() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor a = scheduler.spawn("a");
      a.start(
          () -> {
            a.park(Actor.ALWAYS, Point.LOCK);
            throw new IllegalStateException("broken");
          });
      assertThatThrownBy(
              () ->
                  scheduler.play(
                      () -> {
                        a.prepare(Point.LOCK);
                        return a;
                      }))
          .isInstanceOf(ActorFailure.class)
          .hasRootCauseMessage("broken");
      assertThat(a.isIdle()).isTrue();
    }
  }

  @Test
  void shouldThrowWhatADirectorThrows() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor a = scheduler.spawn("a");
      a.start(
          () -> {
            while (true) {
              a.park(Actor.ALWAYS, Point.LOCK);
            }
          });
      List<Integer> calls = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  scheduler.play(
                      () -> {
                        calls.add(1);
                        if (calls.size() == 3) {
                          throw new IllegalArgumentException("lost");
                        }
                        a.prepare(Point.LOCK);
                        return a;
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("lost");
      a.take(Point.LOCK);
    }
  }

  @Test
  void shouldFindAnActorThatIsStuckUnderADirector() throws Exception {
    Scheduler scheduler = new Scheduler(Duration.ofMillis(500));
    Actor a = scheduler.spawn("a");
    a.start(
        () -> {
          a.park(Actor.ALWAYS, Point.LOCK);
          while (true) {
            LockSupport.park();
            Thread.interrupted(); // else park returns at once, and the carrier is lost
          }
        });
    assertThatThrownBy(
            () ->
                scheduler.play(
                    () -> {
                      a.prepare(Point.LOCK);
                      return a;
                    }))
        .isInstanceOf(StuckActorException.class);
    scheduler.close();
  }
}
