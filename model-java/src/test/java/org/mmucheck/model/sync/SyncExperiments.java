package org.mmucheck.model.sync;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Srcu: a grace period does not wait for a reader that has left. */
  public static final class LeaveAgainstGracePeriod extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Srcu srcu = new Srcu();
      srcu.readLock(one);
      AtomicReference<Srcu.GracePeriod> period = new AtomicReference<>();
      together(() -> srcu.readUnlock(one), () -> period.set(srcu.begin()));
      return !period.get().isOver();
    }
  }

  /** Rcu: a callback does not wait for a reader that has left. */
  public static final class LeaveAgainstCallback extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Rcu rcu = new Rcu();
      rcu.readLock(one);
      AtomicReference<Rcu.Callback> callback = new AtomicReference<>();
      together(() -> rcu.readUnlock(one), () -> callback.set(rcu.call(() -> {})));
      return !callback.get().run();
    }
  }

  /** RwSemaphore: nobody holds it for read while another holds it for write. */
  public static final class ReadAgainstWrite extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      RwSemaphore semaphore = new RwSemaphore(true, true);
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger met = new AtomicInteger();
      together(
          () -> {
            semaphore.downRead(one);
            met.addAndGet(inside.getAndIncrement());
            Thread.yield();
            inside.getAndDecrement();
            semaphore.upRead(one);
          },
          () -> {
            semaphore.downWrite(two);
            met.addAndGet(inside.getAndIncrement());
            Thread.yield();
            met.addAndGet(semaphore.holds(one));
            inside.getAndDecrement();
            semaphore.upWrite(two);
          });
      return met.get() != 0;
    }
  }
}
