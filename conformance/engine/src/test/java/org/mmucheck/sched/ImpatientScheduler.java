package org.mmucheck.sched;

import java.time.Duration;

/** Schedulers that find a stuck actor at once, for tests in other packages. */
public final class ImpatientScheduler {
  private ImpatientScheduler() {}

  public static Scheduler create() {
    return new Scheduler(Duration.ZERO);
  }
}
