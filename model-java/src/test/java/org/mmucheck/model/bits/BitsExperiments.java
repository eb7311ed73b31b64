package org.mmucheck.model.bits;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.inside.Experiment;

/** What the classes around a leaf SPTE claim of their atomic steps. */
public final class BitsExperiments {
  private BitsExperiments() {}

  private static BitsVm mapped() {
    BitsVm vm = new BitsVm(Design.without(), new Splats(), 1, true);
    vm.spte.map(0);
    return vm;
  }

  /** BitsTlb: what a flush has covered is not cached when it returns, if nothing maps it. */
  public static final class WriteAgainstFlush extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      BitsVm vm = mapped();
      BitsTlb tlb = vm.tlbs().getFirst();
      together(
          tlb::write,
          () -> {
            vm.spte.zap(vm.spte.read());
            tlb.flush();
          });
      return tlb.pfn() != BitsTlb.NONE;
    }
  }

  /** LeafSpte: a walk does not bring back what a zap has removed. */
  public static final class WalkAgainstZap extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      LeafSpte spte = mapped().spte;
      together(() -> spte.walk(true), () -> spte.zap(spte.read()));
      return spte.read() != LeafSpte.NONE;
    }
  }

  /** LeafSpte: a zap knows of the dirty bit that a walk has set. */
  public static final class WriteAgainstZap extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      LeafSpte spte = mapped().spte;
      spte.clearDirty(spte.read());
      AtomicLong walked = new AtomicLong();
      AtomicLong removed = new AtomicLong();
      together(() -> walked.set(spte.walk(true)), () -> removed.set(spte.zap(spte.read())));
      return walked.get() != LeafSpte.NONE && !LeafSpte.isDirty(removed.get());
    }
  }

  /** LeafSpte: who clears the dirty bit takes it along, or leaves it. */
  public static final class WriteAgainstClear extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      LeafSpte spte = mapped().spte;
      spte.clearDirty(spte.read());
      AtomicLong cleared = new AtomicLong();
      together(() -> spte.walk(true), () -> cleared.set(spte.clearDirty(spte.read())));
      return !LeafSpte.isDirty(cleared.get()) && !LeafSpte.isDirty(spte.read());
    }
  }

  /** LeafSpte: one of two faults maps. */
  public static final class TwoMap extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      LeafSpte spte = new BitsVm(Design.without(), new Splats(), 1, false).spte;
      AtomicInteger maps = new AtomicInteger();
      Runnable map = () -> maps.addAndGet(spte.map(0) ? 1 : 0);
      together(map, map);
      return maps.get() != 1;
    }
  }

  /** LeafSpte: aging without the lock does not bring back what a zap has removed. */
  public static final class AgeAgainstZap extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      LeafSpte spte = mapped().spte;
      together(spte::clearAccessed, () -> spte.zap(spte.read()));
      return spte.read() != LeafSpte.NONE;
    }
  }

  /** DirtyLog: one of two fetches reports the frame. */
  public static final class TwoTake extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      DirtyLog log = mapped().log;
      log.mark();
      AtomicInteger reports = new AtomicInteger();
      Runnable take = () -> reports.addAndGet(log.take() ? 1 : 0);
      together(take, take);
      return reports.get() != 1;
    }
  }
}
