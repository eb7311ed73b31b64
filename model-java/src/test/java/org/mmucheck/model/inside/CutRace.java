package org.mmucheck.model.inside;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mmucheck.model.LedThread;
import org.mmucheck.model.Race;

/**
 * A race with one switch of context that is chosen: a thread goes alone up to the {@link Cut};
 * there each other goes until it ends or waits, one after the other; then all go on.
 *
 * <p>Concurrency: {@code visits} and {@code places} belong to the thread that is cut, and are read
 * when it has ended.
 */
final class CutRace extends Race {
  private static final int LOOKS = 2; // at a thread that seems to wait
  private static final int PAUSE_MICROS = 20;
  private static final int MOST_PLACES = 5_000; // of a thread that waits by looking again

  private final Cut cut;
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private volatile boolean isCut;
  private int visits;

  CutRace(Cut cut) {
    this.cut = cut;
  }

  /** How many threads each run has had. */
  List<Integer> sizes() {
    return sizes;
  }

  /** Where the thread that is to be cut came by, in order. */
  List<Integer> places() {
    return places;
  }

  /** Whether the thread came to the cut. */
  boolean isCut() {
    return isCut;
  }

  @Override
  public void run(List<Runnable> operations) throws InterruptedException {
    boolean cuts = sizes.size() == cut.run();
    sizes.add(operations.size());
    List<Runner> others = new ArrayList<>(operations.stream().map(Runner::new).toList());
    List<Runner> all = List.copyOf(others);
    if (cuts) {
      Runner first = others.remove(cut.thread());
      if (cut.backwards()) {
        Collections.reverse(others);
      }
      first.others = others;
      first.goUntilItWaits();
      if (isCut) {
        first.join(); // it has started the others
      }
    }
    others.forEach(Runner::go);
    for (Runner runner : all) {
      runner.join();
    }
    for (Runner runner : all) {
      if (runner.failure != null) {
        throw new AssertionError("a task of the race failed", runner.failure);
      }
    }
  }

  private final class Runner extends LedThread {
    private final CountDownLatch settled = new CountDownLatch(1); // at the cut, or at the end
    private volatile int count;
    private volatile Throwable failure;
    private List<Runner> others; // if it is the one that is cut

    Runner(Runnable operation) {
      super(operation);
    }

    @Override
    public void run() {
      try {
        super.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      } finally {
        settled.countDown();
      }
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // its own thread alone counts
    protected void reach(int place) {
      count++;
      if (others == null) {
        return;
      }
      places.add(place);
      if (!isCut && place == cut.place() && ++visits == cut.visit()) {
        isCut = true;
        settled.countDown();
        others.forEach(Runner::goUntilItWaits);
      }
    }

    synchronized void go() {
      if (getState() == State.NEW) {
        start();
      }
    }

    void goUntilItWaits() {
      go();
      int waiting = 0;
      while (waiting < LOOKS && count < MOST_PLACES && !hasSettled()) {
        waiting = isWaiting() ? waiting + 1 : 0;
      }
    }

    /** Whether it has, after a pause for it to do so. */
    private boolean hasSettled() {
      try {
        return settled.await(PAUSE_MICROS, TimeUnit.MICROSECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a race", e);
      }
    }

    private boolean isWaiting() {
      return switch (getState()) {
        case BLOCKED, WAITING, TIMED_WAITING -> true;
        case NEW, RUNNABLE, TERMINATED -> false;
      };
    }
  }
}
