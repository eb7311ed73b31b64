package org.mmucheck.model.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Race;
import org.mmucheck.model.Task;

class SrcuTest {
  private final Task one = Task.free("t1");
  private final Task two = Task.free("t2");
  private final Srcu srcu = new Srcu();

  @Test
  void shouldWaitForReadersThatWereInsideAndForNoOthers() {
    srcu.readLock(one);
    Srcu.GracePeriod period = srcu.begin();
    srcu.readLock(two);
    assertThat(period.waitsFor()).containsExactly(one);
    assertThat(period.isOver()).isFalse();
    srcu.readUnlock(one);
    srcu.readLock(one);
    assertThat(period.isOver()).isTrue();
    period.await();
  }

  @Test
  void shouldRefuseUnbalancedSections() {
    assertThatThrownBy(() -> srcu.readUnlock(one)).hasMessageContaining("t1");
    srcu.readLock(one);
    srcu.readUnlock(one);
    assertThatThrownBy(() -> srcu.readUnlock(one)).hasMessageContaining("t1");
  }

  /** A fault is inside while its own GUP invalidates, which is inside as well. */
  @Test
  void shouldWaitForTheOuterOfTwoSections() {
    srcu.readLock(one);
    srcu.readLock(one);
    Srcu.GracePeriod period = srcu.begin();
    srcu.readUnlock(one);
    assertThat(srcu.readers()).containsExactly(one);
    assertThat(period.isOver()).isFalse();
    srcu.readUnlock(one);
    assertThat(srcu.readers()).isEmpty();
    assertThat(period.isOver()).isTrue();
  }

  /** A reader never sees what was taken away before the grace period ended. */
  @Test
  void shouldKeepWhatReadersUseUntilTheyHaveLeft() throws InterruptedException {
    AtomicBoolean published = new AtomicBoolean(true);
    AtomicBoolean alive = new AtomicBoolean(true);
    AtomicBoolean usedTooLate = new AtomicBoolean();
    Runnable reader =
        () -> {
          for (int i = 0; i < 10_000; i++) {
            srcu.readLock(one);
            if (published.get() && !alive.get()) {
              usedTooLate.set(true);
            }
            srcu.readUnlock(one);
          }
        };
    Runnable updater =
        () -> {
          for (int i = 0; i < 1_000; i++) {
            published.set(false);
            srcu.begin().await();
            alive.set(false);
            alive.set(true);
            published.set(true);
          }
        };
    try (Race race = new Race()) {
      race.run(List.of(reader, updater));
    }
    assertThat(usedTooLate).isFalse();
  }
}
