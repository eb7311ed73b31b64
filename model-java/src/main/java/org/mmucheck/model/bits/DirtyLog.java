package org.mmucheck.model.bits;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The frame's bit of {@code memslot->dirty_bitmap}, and whether the guest wrote since the log that
 * reported it was fetched.
 *
 * <p>Concurrency: two independent atomic words; without logging nobody writes them.
 */
public final class DirtyLog {
  private final boolean isOn;
  private final AtomicBoolean bit = new AtomicBoolean();
  private final AtomicBoolean unseen = new AtomicBoolean();

  DirtyLog(boolean isOn) {
    this.isOn = isOn;
  }

  public boolean isMarked() {
    return bit.getAcquire();
  }

  /** Whether the guest wrote since the log was last fetched. */
  public boolean isUnseen() {
    return unseen.getAcquire();
  }

  /** {@code mark_page_dirty_in_slot()}, and page-modification logging of the hardware. */
  void mark() {
    if (isOn) {
      bit.set(true);
    }
  }

  void wrote() {
    if (isOn) {
      unseen.set(true);
    }
  }

  /** {@code xchg(&dirty_bitmap[i], 0)}. */
  boolean take() {
    return bit.getAndSet(false);
  }

  /** User space has the log, and with it what was written before. */
  void fetched() {
    unseen.set(false);
  }
}
