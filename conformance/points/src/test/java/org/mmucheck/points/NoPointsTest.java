package org.mmucheck.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class NoPointsTest {
  private enum Step {
    ADD_ITEM
  }

  @Test
  void shouldGiveThePlainObjectsOfTheJdk() {
    assertThat(Points.NONE.lock().getClass()).isEqualTo(ReentrantLock.class);
    assertThat(Points.NONE.lock("Acquire").getClass()).isEqualTo(ReentrantLock.class);
    assertThat(Points.NONE.semaphore(3).getClass()).isEqualTo(Semaphore.class);
    assertThat(Points.NONE.semaphore(3, "Down").availablePermits()).isEqualTo(3);
  }

  @Test
  void shouldNeitherWaitNorAskAtAPoint() {
    Points.NONE.before("AddItem");
    Points.NONE.before(Step.ADD_ITEM);
    Points.NONE.before("AddItem", NoPointsTest::never);
    Points.NONE.before(Step.ADD_ITEM, NoPointsTest::never);
  }

  private static boolean never() {
    throw new AssertionError("asked in production");
  }
}
