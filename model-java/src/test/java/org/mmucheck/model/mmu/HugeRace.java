package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
 * A huge page of the host's behind two frames, under free-running threads: one faults on the first
 * frame, one takes the second away, and others may run beside them.
 */
final class HugeRace {
  private static final int ROUNDS = 1_000;
  private static final int ROUNDS_TO_FIND = 100_000;
  private static final int GFNS = 2;
  private static final int FAULTS = 4;

  private final Splats splats = new Splats();
  private final HostMm mm = new HostMm(GFNS, GFNS, PageKind.ANON, splats);
  private final HugeHostPage host;
  private final Kvm kvm;
  private final TdpRoot root;
  private final Vcpu vcpu;

  private HugeRace(Design design, List<Integer> mapped) {
    this.host = new HugeHostPage(mm, design.has(Rule.SPLIT_INVALIDATES));
    this.kvm = new Kvm(design, GFNS, mm, splats);
    this.vcpu = kvm.vcpu(task("v0"));
    this.root = kvm.newRootPage("r0");
    mm.register(kvm);
    kvm.populate(root, mapped, List.of(vcpu));
  }

  /**
   * What is reported of the frame that was taken away if it was left mapped in any of many rounds:
   * many more where the design is wrong, so that one is found.
   *
   * @param mapped the frames that the guest has mapped before
   * @param other who else runs
   */
  static Set<String> reports(
      Design design, boolean right, List<Integer> mapped, Function<HugeRace, List<Runnable>> other)
      throws InterruptedException {
    return Race.reports(right ? ROUNDS : ROUNDS_TO_FIND, round(design, mapped, other));
  }

  /** One such round. */
  static Race.Round round(
      Design design, List<Integer> mapped, Function<HugeRace, List<Runnable>> other) {
    return (race, round) -> {
      HugeRace scene = new HugeRace(design, mapped);
      return scene.run(race, other.apply(scene)) ? Set.of("stale mapping: page") : Set.of();
    };
  }

  /** What recovers the huge page. */
  Runnable recovery() {
    return new HugePageRecovery(kvm, host, root, task("r0"))::run;
  }

  private boolean run(Race race, List<Runnable> others) throws InterruptedException {
    List<Runnable> all = new ArrayList<>(others);
    all.add(this::fault);
    all.add(() -> host.change(host.prepareUnmap(task("n0"), 1)));
    race.run(all);
    assertThat(splats.reports()).isEmpty();
    assertThat(kvm.counts().inProgressAcquire()).isZero();
    return SpteTable.isPresent(root.sptes().getAcquire(1));
  }

  private void fault() {
    HugeFaultHandler handler = new HugeFaultHandler(kvm, host);
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
