package org.mmucheck.model.mirror;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.inside.Experiment;

/** What the TDX module claims of its calls. */
public final class MirrorExperiments {
  private MirrorExperiments() {}

  /** TdxModule: no call goes on while a vCPU has a lock of the module. */
  public static final class BlockAgainstTdcall extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      Splats splats = new Splats();
      MirrorRoots td =
          new MirrorRoots(Design.without(), 1, Set.of(), new GuestPages(1, splats), splats);
      td.populate(List.of(0));
      TdVcpu cpu = td.vcpu();
      cpu.enter();
      AtomicBoolean ended = new AtomicBoolean();
      boolean[] changed = new boolean[1];
      together(
          () -> {
            td.module().block(0);
            ended.set(true);
          },
          () -> {
            cpu.enterModule();
            TdxModule.Sept before = td.module().entry(0);
            while (!changed[0] && !ended.get()) {
              changed[0] = td.module().entry(0) != before;
            }
            cpu.leaveModule();
          });
      return changed[0];
    }
  }
}
