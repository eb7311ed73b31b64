package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;

/** {@code kvm_zap_gfn_range()} under free-running threads. */
class ZapGfnRangeStressTest {
  private static final int ROUNDS = 1_000;
  private static final int ROUNDS_TO_FIND = 100_000;
  private static final int GFNS = 2;

  enum Contest {
    RIGHT(true, true, Design.without()),
    WITHOUT_FILTER(true, true, Design.without(Rule.FILTER_BY_RANGE)),
    V7E_WITHOUT_YIELD(true, false, Design.without(Rule.SAME_UNITS)),
    V7E(false, true, Design.without(Rule.SAME_UNITS));

    final boolean right;
    final boolean mayYield;
    final Design design;

    Contest(boolean right, boolean mayYield, Design design) {
      this.right = right;
      this.mayYield = mayYield;
      this.design = design;
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(
        Contest.values(),
        contest -> contest.right,
        contest -> (race, round) -> round(race, contest));
  }

  /** A round of each wrong design. */
  static Map<String, Race.Round> wrongDesigns() {
    return Race.rounds(
        Contest.values(),
        contest -> !contest.right,
        contest -> (race, round) -> round(race, contest));
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveStalePageInWrongDesignsAndInNoOthers(Contest contest)
      throws InterruptedException {
    int rounds = contest.right ? ROUNDS : ROUNDS_TO_FIND;
    Set<String> found = Race.reports(rounds, (race, round) -> round(race, contest));
    assertThat(found.isEmpty()).as("reports of %s: %s", contest, found).isEqualTo(contest.right);
  }

  private static Set<String> round(Race race, Contest contest) throws InterruptedException {
    Splats splats = new Splats();
    HostMm mm = new HostMm(GFNS, GFNS + 1, PageKind.ANON, splats);
    Kvm kvm = new Kvm(contest.design, GFNS, mm, splats);
    Vcpu vcpu = kvm.vcpu(task("v0"));
    TdpRoot root = kvm.newRootPage("r0");
    kvm.populate(root, List.of(), List.of(vcpu));
    PageFaultHandler handler = new PageFaultHandler(kvm, mm);
    Task zapper = task("z0");
    PteChange change = Objects.requireNonNull(mm.prepareChange(zapper, 0, GFNS - 1, mm.page(GFNS)));
    race.run(
        List.of(
            () -> handler.handle(vcpu, new PageFault(0)),
            () -> {
              mm.change(change);
              kvm.invalidation(zapper, kvm.allGfns()).zapGfnRange(contest.mayYield);
            }));
    assertThat(splats.reports()).isEmpty();
    long spte = root.sptes().getAcquire(0);
    boolean stale = SpteTable.isPresent(spte) && mm.pte(0) != mm.page(SpteTable.pfn(spte));
    return stale ? Set.of("stale mapping: page") : Set.of();
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
