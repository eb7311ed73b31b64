package org.mmucheck.model.inside;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mmucheck.model.LedThread;
import org.mmucheck.model.Race;

/**
 * A race with one switch of context that is chosen, or two: a thread goes alone up to the {@link
 * Cut}; there each other goes until it ends or waits, one after the other; then all go on. Where
 * one of the others is cut as well, it stops there until the first has ended or waits.
 *
 * <p>Concurrency: {@code visits} belongs to the thread that is cut, and its places to each thread;
 * they are read when it has ended. Who stops at a cut waits for latches that the others count down,
 * or that show that they wait, so none waits for ever.
 */
final class CutRace extends Race {
  private static final int LOOKS = 2; // at a thread that seems to wait
  private static final int PAUSE_MICROS = 20;
  private static final int MOST_PLACES = 5_000; // of a thread that waits by looking again

  private final Cut cut;
  private final List<Integer> sizes = new ArrayList<>();
  private List<List<Integer>> places = List.of(); // by thread
  private volatile boolean isCut;
  private volatile boolean isOtherCut;
  private int visits;

  CutRace(Cut cut) {
    this.cut = cut;
  }

  /** How many threads each run has had. */
  List<Integer> sizes() {
    return sizes;
  }

  /** Where a thread of the run that is cut came by, in order. */
  List<Integer> places(int thread) {
    return places.get(thread);
  }

  /** Whether the thread came to the cut, and the other to its own. */
  boolean isCut() {
    return isCut && (isOtherCut || !cut.cutsTwo());
  }

  @Override
  public void run(List<Runnable> operations) throws InterruptedException {
    boolean cuts = sizes.size() == cut.run();
    sizes.add(operations.size());
    List<Runner> all = operations.stream().map(Runner::new).toList();
    List<Runner> others = new ArrayList<>(all);
    if (cuts) {
      places = all.stream().map(runner -> runner.places).toList();
      Runner first = others.remove(cut.thread());
      if (cut.cutsTwo()) {
        all.get(cut.other()).first = first;
      }
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
    private final CountDownLatch goesOn = new CountDownLatch(1); // after its cut
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Integer> places = new ArrayList<>();
    private volatile int count;
    private volatile Throwable failure;
    private List<Runner> others; // if it is the one that is cut
    private Runner first; // if it is the other that is cut: the one that is cut first

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
        ended.countDown();
      }
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // its own thread alone counts
    protected void reach(int place) {
      if (count++ < MOST_PLACES) {
        places.add(place);
      }
      if (others != null && !isCut && place == cut.place() && ++visits == cut.visit()) {
        isCut = true;
        settled.countDown();
        others.forEach(Runner::goUntilItWaits);
        goesOn.countDown();
      } else if (first != null && isCut && !isOtherCut && place == cut.otherPlace()) {
        isOtherCut = true;
        settled.countDown();
        first.goOnUntilItWaits();
      }
    }

    synchronized void go() {
      if (getState() == State.NEW) {
        start();
      }
    }

    void goUntilItWaits() {
      go();
      waitUntilItWaits(settled);
    }

    private void goOnUntilItWaits() {
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a race", e);
      }
      waitUntilItWaits(ended);
    }

    private void waitUntilItWaits(CountDownLatch orUntil) {
      int waiting = 0;
      while (waiting < LOOKS && count < MOST_PLACES && !isOver(orUntil)) {
        waiting = isWaiting() ? waiting + 1 : 0;
      }
    }

    /** Whether it is, after a pause for it to be so. */
    private static boolean isOver(CountDownLatch latch) {
      try {
        return latch.await(PAUSE_MICROS, TimeUnit.MICROSECONDS);
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
