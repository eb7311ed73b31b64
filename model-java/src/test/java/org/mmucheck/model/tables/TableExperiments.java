package org.mmucheck.model.tables;

import java.util.List;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.inside.Experiment;
import org.mmucheck.model.mmu.GfnRange;
import org.mmucheck.model.mmu.SpteTable;

/** What the classes of the tree claim of their atomic steps. */
public final class TableExperiments {
  private TableExperiments() {}

  /** TablePage: a second remover is found out. */
  public static final class TwoRemove extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      TablePage table = new TablePage(0, 1, splats);
      table.setLinked();
      together(table::freeAtOnce, table::freeAtOnce);
      return splats.reports().isEmpty();
    }
  }

  /** TreeFault: of two that link a table one does, and who removes it finds it linked. */
  public static final class TwoLinkAgainstRemoval extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      TdpTree tree = new TdpTree(Design.without(), 1, 1, 2, new GuestPages(1, splats), splats);
      List<TablePage> fresh = tree.tables();
      together(
          () -> tree.fault(one).handle(0, fresh.get(0)),
          () -> tree.fault(two).handle(0, fresh.get(1)),
          () -> tree.zap(Task.free("t3")).zap());
      tree.checkTables();
      return !splats.reports().isEmpty();
    }
  }

  /** GuestWalker: what a flush has covered is not cached when it returns, if nothing maps it. */
  public static final class WalkAgainstFlush extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      TdpTree tree = new TdpTree(Design.without(), 1, 1, 1, new GuestPages(1, splats), splats);
      tree.populate(List.of(0));
      GuestWalker walker = tree.guestWalker();
      together(
          () -> walker.walkRoot(0),
          () -> {
            tree.root().exchange(0, SpteTable.NONE);
            walker.flush(new GfnRange(0, 1));
          });
      return walker.cached(0) != null;
    }
  }
}
