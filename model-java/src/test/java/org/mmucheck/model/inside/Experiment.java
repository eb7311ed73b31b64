package org.mmucheck.model.inside;

import java.util.List;
import java.util.concurrent.Callable;
import org.mmucheck.model.Race;
import org.mmucheck.model.Task;

/** One claim of a class's concurrency paragraph, put to the test by threads round after round. */
public abstract class Experiment implements Callable<Boolean> {
  protected final Task one = Task.free("t1");
  protected final Task two = Task.free("t2");

  /** Runs the operations at once. */
  protected static void together(Runnable... operations) throws InterruptedException {
    try (Race race = new Race()) {
      race.run(List.of(operations));
    }
  }

  /**
   * One round, on objects of its own.
   *
   * @return whether what must not be was seen
   */
  @Override
  public abstract Boolean call() throws Exception;
}
