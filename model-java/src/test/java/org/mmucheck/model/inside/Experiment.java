package org.mmucheck.model.inside;

import java.util.List;
import java.util.Set;
import org.mmucheck.model.Race;
import org.mmucheck.model.Task;

/** One claim of a class's concurrency paragraph, put to the test by threads round after round. */
public abstract class Experiment implements Race.Round {
  private static final String SEEN = "what must not be";

  protected final Task one = Task.free("t1");
  protected final Task two = Task.free("t2");
  private Race race;

  @Override
  public final Set<String> of(Race raceOfRound, int round) throws InterruptedException {
    race = raceOfRound;
    return sees() ? Set.of(SEEN) : Set.of();
  }

  /** Runs the operations at once. */
  protected final void together(Runnable... operations) throws InterruptedException {
    race.run(List.of(operations));
  }

  /**
   * One round, on objects of its own.
   *
   * @return whether what must not be was seen
   */
  protected abstract boolean sees() throws InterruptedException;
}
