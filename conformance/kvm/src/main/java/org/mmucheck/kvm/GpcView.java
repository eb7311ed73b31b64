package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.nameOrNone;
import static org.mmucheck.kvm.Projection.names;

import org.mmucheck.model.Task;
import org.mmucheck.model.guestmap.GfnToPfnCache;

/** The locks of a gfn_to_pfn_cache as the specs see them. */
final class GpcView {
  private GpcView() {}

  /** Adds {@code gpcWriter}, {@code gpcReaders} and {@code refreshLock}. */
  static void project(Projection projection, GfnToPfnCache cache) {
    projection.add("gpcWriter", () -> nameOrNone(cache.lock().writer(), Task::name));
    projection.add("gpcReaders", () -> names(cache.lock().readers(), Task::name));
    projection.add("refreshLock", () -> nameOrNone(cache.refreshLock().owner(), Task::name));
  }
}
