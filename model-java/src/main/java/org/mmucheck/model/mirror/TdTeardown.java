package org.mmucheck.model.mirror;

import static org.mmucheck.model.Rule.HKID_BEFORE_TABLES;
import static org.mmucheck.model.Rule.PAGES_BEFORE_HKID;
import static org.mmucheck.model.Rule.RELEASE_DIRECT_ONLY;

import java.util.List;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.mmu.SpteTable;

/**
 * The end of a TD: the mm goes, the files of its private memory, its key, its tables.
 *
 * <p>Concurrency: nobody runs the TD any more, and no other task is in KVM for it. What is left is
 * the order: the module gives back a page only while the TD has its key, a table only after.
 */
public final class TdTeardown {
  private final MirrorRoots td;
  private final MirrorWalk walk;
  private final PrivateZap zap;

  TdTeardown(MirrorRoots td, Task task) {
    this.td = td;
    this.walk = new MirrorWalk(task);
    this.zap = new PrivateZap(td, walk);
  }

  /** Ends the TD, once. Models {@code DestroyVm}. */
  public void run() {
    releaseMm();
    if (td.design.has(PAGES_BEFORE_HKID)) {
      releaseGmem();
    }
    if (td.design.has(HKID_BEFORE_TABLES) || !td.design.has(PAGES_BEFORE_HKID)) {
      releaseHkid();
    }
    if (!td.design.has(PAGES_BEFORE_HKID)) {
      releaseGmem();
    }
    uninitTdpMmu();
    if (td.design.has(PAGES_BEFORE_HKID) && !td.design.has(HKID_BEFORE_TABLES)) {
      releaseHkid();
    }
  }

  /** {@code kvm_tdp_mmu_zap_all()}: direct roots, and invalid ones. */
  private void releaseMm() {
    walk.begin(MirrorWalk.Op.RELEASE, 0);
    td.mmuLock.writeLock(walk.task);
    walk.task.probe().before(Step.ZAP_DIRECT_ROOTS);
    for (int gfn = 0; gfn < td.frames(); gfn++) {
      td.direct.exchange(gfn, SpteTable.NONE);
      td.invalid.exchange(gfn, SpteTable.NONE);
    }
    if (!td.design.has(RELEASE_DIRECT_ONLY)) {
      zap.zapMirrorRoot();
    }
    td.finish(walk);
  }

  /** {@code kvm_gmem_release()}. */
  private void releaseGmem() {
    walk.begin(MirrorWalk.Op.GMEM, 0);
    td.mmuLock.writeLock(walk.task);
    td.inProgress.incrementAndGet();
    List<Integer> frames = zap.privateFrames();
    zap.zapLeafs(frames, true);
    td.finish(walk);
    frames.forEach(td.host::release);
  }

  private void releaseHkid() {
    walk.begin(MirrorWalk.Op.HKID, 0);
    walk.task.probe().before(Step.RELEASE_HKID);
    td.module().freeKey();
    walk.end();
  }

  /** {@code kvm_mmu_uninit_tdp_mmu()}. */
  private void uninitTdpMmu() {
    walk.begin(MirrorWalk.Op.TEARDOWN, 0);
    td.mmuLock.writeLock(walk.task);
    walk.task.probe().before(Step.INVALIDATE_ROOTS);
    td.invalidate(true);
    zap.zapMirrorRoot();
    td.finish(walk);
  }

  public MirrorWalk walk() {
    return walk;
  }
}
