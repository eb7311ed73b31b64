package org.mmucheck.model.gmem;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.mmucheck.model.Design;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.inside.Experiment;

/** What the classes of guest_memfd claim of a file whose last reference may go at any time. */
public final class GmemExperiments {
  private GmemExperiments() {}

  /** GmemFaults: a file that is freed between the look at the memslot and its count is no file. */
  public static final class FaultAgainstRelease extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      GmemVm vm = vm(splats);
      GmemFile file = vm.inode().files().get(0);
      vm.populate(file, new GmemSlot("s0"));
      GmemRelease release = new GmemRelease(vm);
      together(
          () -> new GmemFaults(vm).handle(one, op(GmemOp.Kind.FAULT, file, null)),
          () -> {
            close(release, file);
            if (release.begin(file)) {
              release.release(two, op(GmemOp.Kind.RELEASE, file, null));
            }
          });
      return !splats.reports().isEmpty();
    }

    private void close(GmemRelease release, GmemFile file) {
      file.closeDescriptor();
      release.close(two, op(GmemOp.Kind.CLOSE, file, null));
    }
  }

  /** GmemFile: a file whose last reference is put is nobody's, though its descriptor was there. */
  public static final class OpenAgainstClose extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      GmemVm vm = vm(new Splats());
      GmemFile file = vm.inode().files().get(0);
      GmemOp create = op(GmemOp.Kind.CREATE, file, new GmemSlot("s0"));
      AtomicBoolean gone = new AtomicBoolean();
      AtomicBoolean back = new AtomicBoolean();
      Task creator = new Task("u0", new Holder(() -> back.compareAndSet(false, gone.get())));
      together(
          () -> new GmemMemslots(vm).create(creator, create),
          () -> {
            file.closeDescriptor();
            file.put();
            gone.set(file.refs() == 0);
          });
      return back.get();
    }
  }

  /** GmemInode: of two faults that find no folio one allocates, and both have the same. */
  public static final class TwoGetFolio extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      GmemInode inode = vm(new Splats()).inode();
      int[] folios = new int[2];
      together(() -> folios[0] = inode.getFolio(), () -> folios[1] = inode.getFolio());
      return folios[0] != folios[1];
    }
  }

  /** GmemInode: a fault has a reference to a folio of the cache, or to a fresh one. */
  public static final class GetFolioAgainstHole extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      GmemInode inode = vm(new Splats()).inode();
      inode.putFolio(inode.getFolio()); // it stays in the cache
      int[] folio = new int[1];
      together(() -> folio[0] = inode.getFolio(), inode::removeFolio);
      inode.removeFolio();
      return inode.getFolio() == folio[0]; // it was free, though a fault has it
    }
  }

  /** Says when a creation has its reference to the file, and lets it get all memory. */
  private static final class Holder extends Probe {
    private final Runnable holds;

    private Holder(Runnable holds) {
      this.holds = holds;
    }

    @Override
    public boolean elects(Step elective, Step otherwise, BooleanSupplier natural) {
      if (otherwise == Step.PREPARE_MEMSLOT) {
        holds.run();
      }
      return false;
    }
  }

  private static GmemVm vm(Splats splats) {
    Design design = Design.without();
    return new GmemVm(design, new GmemInode(design, 1, 2), splats);
  }

  private static GmemOp op(GmemOp.Kind kind, GmemFile file, GmemSlot slot) {
    return new GmemOp(kind, file, slot);
  }
}
