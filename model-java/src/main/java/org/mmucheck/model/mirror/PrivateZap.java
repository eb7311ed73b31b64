package org.mmucheck.model.mirror;

import static org.mmucheck.model.Rule.ALLOW_AFTER_RETRY;
import static org.mmucheck.model.Rule.ALSO_INVALID;
import static org.mmucheck.model.Rule.BLOCK_FIRST;
import static org.mmucheck.model.Rule.FORBID_BEFORE_KICK;
import static org.mmucheck.model.Rule.KEEP_UNRECLAIMED;
import static org.mmucheck.model.Rule.KICK_AFTER_TRACK;
import static org.mmucheck.model.Rule.REMOVE_AFTER_BLOCK;
import static org.mmucheck.model.Rule.RETRY_BUSY;
import static org.mmucheck.model.Rule.TRACK_FIRST;

import java.util.List;
import java.util.stream.IntStream;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.model.mmu.SpteTable;

/**
 * {@code tdp_mmu_zap_leafs()} where a root may be a mirror, and {@code tdx_sept_remove_leaf_spte()}
 * of what it zaps there.
 *
 * <p>Concurrency: mmu_lock held for write, so no fault is in a root, and no other removal in the
 * module. vCPUs run the TD, and may keep the module busy: then they are kept out, kicked, and the
 * call is made again. They are kept out before they are kicked, or one could be back by then.
 */
final class PrivateZap {
  private final MirrorRoots td;
  private final MirrorWalk walk;

  PrivateZap(MirrorRoots td, MirrorWalk walk) {
    this.td = td;
    this.walk = walk;
  }

  /**
   * Zaps leaves.
   *
   * @param mirror whether mirror roots are asked
   */
  void zapLeafs(List<Integer> range, boolean mirror) {
    for (int gfn : range) {
      walk.gfn = gfn;
      walk.task.probe().before(Step.ZAP_SPTE);
      if (td.isShared(gfn)) {
        td.direct.exchange(gfn, SpteTable.NONE);
        if (td.design.has(ALSO_INVALID)) {
          td.invalid.exchange(gfn, SpteTable.NONE);
        }
      } else if (mirror && zapMirror(gfn)) {
        remove(gfn);
      }
    }
  }

  /** Zaps the mirror root: its leaves, then its table. */
  void zapMirrorRoot() {
    zapLeafs(privateFrames(), true);
    walk.task.probe().before(Step.FREE_EXTERNAL_TABLE);
    if (!SpteTable.isPresent(td.parent.get())) {
      return;
    }
    td.parent.setRelease(SpteTable.NONE);
    privateFrames().forEach(gfn -> td.leaf.exchange(gfn, SpteTable.NONE));
    freeExternal();
  }

  /** {@code tdx_sept_free_private_spt()}. */
  private void freeExternal() {
    if (td.module().reclaimTable()) {
      td.table = MirrorRoots.Table.RECLAIMED;
      return;
    }
    td.splats.report("KVM_BUG_ON: external table");
    if (td.design.has(KEEP_UNRECLAIMED)) {
      td.table = MirrorRoots.Table.LEAKED;
    } else {
      td.table = MirrorRoots.Table.FREED;
    }
  }

  List<Integer> privateFrames() {
    return IntStream.range(0, td.frames()).filter(gfn -> !td.isShared(gfn)).boxed().toList();
  }

  private boolean zapMirror(int gfn) {
    long old = td.leaf.getAcquire(gfn);
    return SpteTable.isPresent(old) && td.leaf.compareAndSet(gfn, old, SpteTable.NONE);
  }

  private void remove(int gfn) {
    if (td.design.has(BLOCK_FIRST)) {
      call(MirrorWalk.At.BLOCK, gfn);
      if (!td.design.has(REMOVE_AFTER_BLOCK)) {
        return;
      }
    }
    if (td.design.has(TRACK_FIRST)) {
      call(MirrorWalk.At.TRACK, gfn);
      if (td.design.has(KICK_AFTER_TRACK)) {
        walk.task.probe().before(Step.KICK_VCPUS);
        td.module().kickAll();
      }
    }
    call(MirrorWalk.At.REMOVE, gfn);
  }

  /** {@code tdh_do_no_vcpus()}. */
  private void call(MirrorWalk.At call, int gfn) {
    Probe probe = walk.task.probe();
    probe.before(step(call));
    TdxModule.Result result = make(call, gfn);
    if (result == TdxModule.Result.BUSY && td.design.has(RETRY_BUSY)) {
      walk.at = call;
      walk.again = true;
      keepOutAndKick(probe);
      probe.before(step(call));
      check(make(call, gfn));
      if (td.design.has(ALLOW_AFTER_RETRY)) {
        probe.before(Step.ALLOW_ENTRY);
        td.forbidEntry(false);
      }
      walk.leaveEntry();
    } else {
      check(result);
    }
  }

  private void keepOutAndKick(Probe probe) {
    boolean forbidsFirst = td.design.has(FORBID_BEFORE_KICK);
    if (forbidsFirst) {
      probe.before(Step.FORBID_ENTRY);
      td.forbidEntry(true);
    }
    probe.before(Step.KICK_VCPUS);
    td.module().kickAll();
    if (!forbidsFirst) {
      probe.before(Step.FORBID_ENTRY);
      td.forbidEntry(true);
    }
  }

  private void check(TdxModule.Result result) {
    if (result != TdxModule.Result.SUCCESS) {
      td.splats.report("KVM_BUG_ON: external SPTE");
    }
  }

  private static Step step(MirrorWalk.At call) {
    return switch (call) {
      case BLOCK -> Step.BLOCK_EXTERNAL;
      case TRACK -> Step.TRACK_EXTERNAL;
      case REMOVE -> Step.REMOVE_EXTERNAL;
      case NONE, PARENT, LEAF -> throw new IllegalArgumentException(call + " is no removal");
    };
  }

  private TdxModule.Result make(MirrorWalk.At call, int gfn) {
    return switch (call) {
      case BLOCK -> td.module().block(gfn);
      case TRACK -> td.module().track();
      case REMOVE -> td.module().remove(gfn);
      case NONE, PARENT, LEAF -> throw new IllegalArgumentException(call + " is no removal");
    };
  }
}
