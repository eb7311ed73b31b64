package org.mmucheck.model.finerlock;

import org.mmucheck.model.Design;
import org.mmucheck.model.inside.Experiment;

/** What an entry with a lock of its own claims of the host's PTE behind it. */
public final class EntryExperiments {
  private EntryExperiments() {}

  /** LockedEntry: of two changes of the host's PTE none is lost. */
  public static final class TwoInvalidate extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      LockedEntry entry = new LockedEntry(Design.without(), TestLock.OWN);
      together(
          () -> entry.invalidate(one, new EntryInvalidation()),
          () -> entry.invalidate(two, new EntryInvalidation()));
      return entry.hpte() != 0;
    }
  }
}
