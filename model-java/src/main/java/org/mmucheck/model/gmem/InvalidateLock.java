package org.mmucheck.model.gmem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.sync.TaskRwLock;

/**
 * {@code mapping->invalidate_lock} of the inode: who changes bindings, or removes folios, excludes
 * all others; who only walks the bindings shares it.
 *
 * <p>Concurrency: {@code lock} excludes.
 */
public final class InvalidateLock {
  private final TaskRwLock lock;

  /**
   * @param writerWaits whether who takes it for write waits until those that share it are gone
   */
  InvalidateLock(boolean writerWaits) {
    this.lock = new TaskRwLock(writerWaits);
  }

  /** {@code filemap_invalidate_lock()}. */
  void lock(Task task) {
    task.probe().before(Step.LOCK_INVALIDATE, lock::canWrite);
    lock.writeLock(task);
  }

  /** {@code filemap_invalidate_lock_shared()}. */
  void lockShared(Task task) {
    task.probe().before(Step.LOCK_INVALIDATE_SHARED, lock::canRead);
    lock.readLock(task);
  }

  /** {@code filemap_invalidate_unlock()} or {@code filemap_invalidate_unlock_shared()}. */
  void unlock(Task task) {
    task.probe().before(Step.UNLOCK_INVALIDATE);
    if (task.equals(lock.writer())) {
      lock.writeUnlock(task);
    } else {
      lock.readUnlock(task);
    }
  }

  /** Who holds it for write; null if nobody does. */
  public @Nullable Task writer() {
    return lock.writer();
  }

  /** Who holds it for read. */
  public List<Task> readers() {
    return lock.readers();
  }
}
