package org.mmucheck.model.sync;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.mmucheck.model.inside.Experiment;

/** What RCU and the locks claim of their atomic steps. */
public final class SyncExperiments {
  private SyncExperiments() {}

  /** Rcu: a callback runs after every reader that was inside when it was registered. */
  public static final class ReaderAgainstCallback extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Rcu rcu = new Rcu();
      AtomicBoolean published = new AtomicBoolean(true);
      AtomicBoolean alive = new AtomicBoolean(true);
      AtomicInteger usedTooLate = new AtomicInteger();
      together(
          () -> {
            rcu.readLock(one);
            boolean found = published.get();
            Thread.yield();
            Thread.yield();
            if (found && !alive.get()) {
              usedTooLate.incrementAndGet();
            }
            rcu.readUnlock(one);
          },
          () -> {
            published.set(false);
            Rcu.Callback callback = rcu.call(() -> alive.set(false));
            while (!callback.run()) {
              Thread.onSpinWait();
            }
          });
      return usedTooLate.get() != 0;
    }
  }

  /** Srcu: a grace period waits for every reader that was inside when it began. */
  public static final class ReaderAgainstGracePeriod extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Srcu srcu = new Srcu();
      AtomicBoolean published = new AtomicBoolean(true);
      AtomicBoolean alive = new AtomicBoolean(true);
      AtomicInteger usedTooLate = new AtomicInteger();
      together(
          () -> {
            srcu.readLock(one);
            boolean found = published.get();
            Thread.yield();
            Thread.yield();
            if (found && !alive.get()) {
              usedTooLate.incrementAndGet();
            }
            srcu.readUnlock(one);
          },
          () -> {
            published.set(false);
            srcu.begin().await();
            alive.set(false);
          });
      return usedTooLate.get() != 0;
    }
  }

  /** Rcu: a callback runs once, whoever runs it. */
  public static final class TwoRun extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Rcu rcu = new Rcu();
      AtomicInteger runs = new AtomicInteger();
      Rcu.Callback callback = rcu.call(runs::incrementAndGet);
      together(callback::run, callback::run);
      return runs.get() != 1;
    }
  }
}
