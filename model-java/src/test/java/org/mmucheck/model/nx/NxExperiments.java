package org.mmucheck.model.nx;

import java.util.List;
import java.util.Set;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.inside.Experiment;
import org.mmucheck.model.mmu.SpteTable;

/** What the list of possible huge pages and the hardware's walks claim of their atomic steps. */
public final class NxExperiments {
  private NxExperiments() {}

  private static NxTree populated() {
    Splats splats = new Splats();
    NxTree tree = new NxTree(Design.without(), 1, 1, Set.of(), new GuestPages(1, splats), splats);
    tree.populate(List.of(0));
    return tree;
  }

  /** PossibleNxPages: a table that is unlinked is not put on the list any more. */
  public static final class TrackAgainstUnlink extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      PossibleNxPages pages = new PossibleNxPages(Design.without());
      NxPage page = populated().pages().getFirst();
      page.setDisallowed(true);
      together(() -> pages.track(page, true), () -> pages.unlink(page));
      return pages.pages().contains(page);
    }
  }

  /** PossibleNxPages: the oldest is there, or somebody has taken it off. */
  public static final class TakeAgainstUnlink extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      PossibleNxPages pages = new PossibleNxPages(Design.without());
      NxPage page = populated().pages().getFirst();
      page.setDisallowed(true);
      pages.track(page, true);
      together(() -> pages.take(logged -> false), () -> pages.unlink(page));
      return !pages.pages().isEmpty() || page.isDisallowed();
    }
  }

  /** NxGuest: what a flush has covered is not cached when it returns, if nothing maps it. */
  public static final class WalkAgainstFlush extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      NxTree tree = populated();
      NxGuest guest = tree.guest();
      guest.walkRoot(0);
      together(
          () -> guest.walkTable(0),
          () -> {
            tree.pages().getFirst().page().sptes().exchange(0, SpteTable.NONE);
            guest.flush(0);
          });
      return guest.translates(0);
    }
  }

  /**
   * NxFault: a table is marked before others come to it, so who removes it takes it off the list.
   */
  public static final class RemoveAgainstLink extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      NxTree tree = new NxTree(Design.without(), 1, 1, Set.of(), new GuestPages(1, splats), splats);
      NxPage fresh = tree.pages().getFirst();
      together(() -> tree.fault(one).handle(0, fresh), () -> tree.hugeFault(two).map(0));
      tree.checkTables();
      return !splats.reports().isEmpty();
    }
  }
}
