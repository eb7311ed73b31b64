package org.mmucheck.model.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Race;
import org.mmucheck.model.Task;

class TaskLocksTest {
  private final Task one = Task.free("t1");
  private final Task two = Task.free("t2");

  @Test
  void shouldShareBetweenReadersAndExcludeWriters() {
    TaskRwLock lock = new TaskRwLock();
    lock.readLock(one);
    lock.readLock(two);
    assertThat(lock.readers()).containsExactlyInAnyOrder(one, two);
    assertThat(lock.canWrite()).isFalse();
    lock.readUnlock(one);
    lock.readUnlock(two);
    lock.writeLock(one);
    assertThat(lock.writer()).isSameAs(one);
    assertThat(lock.canRead()).isFalse();
    lock.writeUnlock(one);
    assertThat(lock.canRead()).isTrue();
  }

  @Test
  void shouldLetWritersInBesideReadersIfWritersDoNotWait() {
    MmuLock mmuLock = new MmuLock(false);
    mmuLock.readLock(one);
    mmuLock.writeLock(two);
    assertThat(mmuLock.readers()).containsExactly(one);
    assertThat(mmuLock.isHeldForWrite(one)).isFalse();
    assertThat(mmuLock.isHeldForWrite(two)).isTrue();
    assertThat(mmuLock.release(two)).as("held for read").isFalse();
    assertThat(mmuLock.release(one)).as("held for read").isTrue();
    TaskRwLock lock = new TaskRwLock(false);
    lock.readLock(one);
    lock.writeLock(two);
    assertThat(lock.readers()).containsExactly(one);
    assertThat(lock.canRead()).as("a new reader").isFalse();
    RwSemaphore semaphore = new RwSemaphore(false, false);
    semaphore.downRead(one);
    semaphore.downWrite(two);
    assertThat(semaphore.holds(one)).isEqualTo(1);
    assertThat(semaphore.writer()).isSameAs(two);
  }

  @Test
  void shouldRefuseToReleaseWhatIsNotHeld() {
    TaskRwLock lock = new TaskRwLock();
    lock.readLock(one);
    assertThatThrownBy(() -> lock.readUnlock(two)).hasMessageContaining("t2");
    assertThatThrownBy(() -> lock.writeUnlock(one)).hasMessageContaining("write");
    TaskMutex mutex = new TaskMutex();
    mutex.lock(one);
    assertThat(mutex.isFree()).isFalse();
    assertThatThrownBy(() -> mutex.unlock(two)).hasMessageContaining("t2");
    mutex.unlock(one);
    assertThat(mutex.isFree()).isTrue();
  }

  @Test
  void shouldLetNoIncrementGetLost() throws InterruptedException {
    TaskRwLock lock = new TaskRwLock();
    TaskMutex mutex = new TaskMutex();
    int[] counts = new int[2];
    List<Runnable> racers =
        IntStream.range(0, 3)
            .<Runnable>mapToObj(
                racer ->
                    () -> {
                      Task task = Task.free("t" + racer);
                      for (int i = 0; i < 1_000; i++) {
                        lock.writeLock(task);
                        counts[0]++;
                        lock.writeUnlock(task);
                        mutex.lock(task);
                        counts[1]++;
                        mutex.unlock(task);
                        lock.readLock(task);
                        lock.readUnlock(task);
                      }
                    })
            .toList();
    try (Race race = new Race()) {
      race.run(racers);
    }
    assertThat(counts).containsExactly(3_000, 3_000);
  }
}
