package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.HugeHostPage;
import org.mmucheck.model.host.PageKind;

/**
 * Recoveries under free-running threads: a wrong one maps a page that is gone, a right one none.
 */
class HugePageRecoveryStressTest {
  private static final int ROUNDS = 1_000;
  private static final int ROUNDS_TO_FIND = 100_000;
  private static final int GFNS = 2;
  private static final int FAULTS = 4;

  enum Contest {
    RIGHT(true, Rule.RECOVER_EVERY_LEAF),
    EVERY_LEAF(true, Rule.SPLIT_INVALIDATES),
    NO_SPLIT(false, Rule.RECOVER_EVERY_LEAF, Rule.SPLIT_INVALIDATES),
    UNLOCKED(false, Rule.RECOVER_EVERY_LEAF, Rule.RECOVER_LOCKED),
    OLD_LEVEL(false, Rule.RECOVER_EVERY_LEAF, Rule.RECOVER_LEVEL_UNDER_LOCK),
    NO_LEAF(false, Rule.RECOVER_EVERY_LEAF, Rule.RECOVER_FROM_LEAF);

    final boolean right;
    final Design design;

    Contest(boolean right, Rule... missing) {
      this.right = right;
      this.design = Design.without(missing);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldMapPageThatIsGoneInWrongDesignsAndInNoOthers(Contest contest)
      throws InterruptedException {
    boolean stale = false;
    int rounds = contest.right ? ROUNDS : ROUNDS_TO_FIND;
    try (Race race = new Race()) {
      for (int round = 0; round < rounds && !stale; round++) {
        stale = leavesStaleLeaf(race, contest.design);
      }
    }
    assertThat(stale).as("stale mapping in %s", contest).isEqualTo(!contest.right);
  }

  private static boolean leavesStaleLeaf(Race race, Design design) throws InterruptedException {
    Splats splats = new Splats();
    HostMm mm = new HostMm(GFNS, GFNS, PageKind.ANON, splats);
    HugeHostPage host = new HugeHostPage(mm, design.has(Rule.SPLIT_INVALIDATES));
    Kvm kvm = new Kvm(design, GFNS, mm, splats);
    mm.register(kvm);
    Vcpu vcpu = kvm.vcpu(task("v0"));
    TdpRoot root = kvm.newRootPage("r0");
    kvm.populate(root, List.of(0, 1), List.of(vcpu));
    HugeFaultHandler handler = new HugeFaultHandler(kvm, host);
    HugePageRecovery recovery = new HugePageRecovery(kvm, host, root, task("r0"));
    race.run(
        List.of(
            recovery::run,
            () -> fault(handler, vcpu, root),
            () -> host.change(host.prepareUnmap(task("n0"), 1))));
    assertThat(splats.reports()).isEmpty();
    assertThat(kvm.counts().inProgressAcquire()).isZero();
    return SpteTable.isPresent(root.sptes().getAcquire(1));
  }

  private static void fault(HugeFaultHandler handler, Vcpu vcpu, TdpRoot root) {
    for (int i = 0; i < FAULTS; i++) {
      if (!SpteTable.isPresent(root.sptes().getAcquire(0))) {
        handler.attempt(vcpu, new PageFault(0));
      }
    }
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
