package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;

/**
 * Updates of the memslots, invalidations and faults under free-running threads: only where an
 * update waits for invalidations does the count of the open ones come back to 0.
 */
class MemslotStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;
  private static final int UPDATES = 4;
  private static final int INVALIDATIONS = 2;
  private static final int ATTEMPTS = 6;

  enum Contest {
    WAITS(true, Design.without()),
    WAITS_WITHOUT_FILTER(true, Design.without(Rule.FILTER_BY_RANGE)),
    V7G(false, Design.without(Rule.WAIT_FOR_ACTIVE));

    final boolean right;
    final Design design;

    Contest(boolean right, Design design) {
      this.right = right;
      this.design = design;
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(
        Contest.values(),
        contest -> contest.right,
        contest -> (race, round) -> round(race, contest.design));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindWrongDesignsAndNoOthers(Contest contest) throws InterruptedException {
    int rounds = contest.right ? ROUNDS : ROUNDS_TO_FIND;
    Set<String> found = Race.reports(rounds, (race, round) -> round(race, contest.design));
    assertThat(found.isEmpty()).as("reports of %s: %s", contest, found).isEqualTo(contest.right);
  }

  private static Set<String> round(Race race, Design design) throws InterruptedException {
    Splats splats = new Splats();
    HostMm mm = new HostMm(1, 1 + INVALIDATIONS, PageKind.ANON, splats);
    Kvm kvm = new Kvm(design, 1, mm, splats);
    kvm.setMemslots(new Memslots(1));
    mm.register(kvm);
    Vcpu vcpu = kvm.vcpu(task("v0"));
    TdpRoot root = kvm.newRootPage("r0");
    kvm.populate(root, List.of(), List.of(vcpu));
    race.run(List.of(() -> fault(kvm, mm, vcpu), () -> invalidate(mm), () -> update(kvm)));
    Set<String> reports = new TreeSet<>(splats.reports());
    if (kvm.counts().inProgressAcquire() != 0) {
      reports.add("mmu_invalidate_in_progress is left at " + kvm.counts().inProgressAcquire());
    }
    long spte = root.sptes().getAcquire(0);
    if (SpteTable.isPresent(spte) && mm.pte(0) != mm.page(SpteTable.pfn(spte))) {
      reports.add("stale mapping: page");
    }
    assertThat(mm.pages().stream().mapToInt(Page::refs).sum()).as("references").isEqualTo(1);
    return reports;
  }

  /** A count that is left behind has a fault retry for ever, so each is tried only so often. */
  private static void fault(Kvm kvm, HostMm mm, Vcpu vcpu) {
    PageFaultHandler handler = new PageFaultHandler(kvm, mm);
    for (int i = 0; i < ATTEMPTS; i++) {
      handler.attempt(vcpu, new PageFault(0));
    }
  }

  private static void invalidate(HostMm mm) {
    for (int page = 1; page <= INVALIDATIONS; page++) {
      PteChange change = mm.prepareChange(task("n0"), 0, 0, mm.page(page));
      if (change != null) {
        mm.change(change);
      }
    }
  }

  /** Deletes the slot and adds it again, in turns. */
  private static void update(Kvm kvm) {
    Task task = task("u0");
    for (int i = 0; i < UPDATES; i++) {
      kvm.memslotUpdate(task, 0).run();
    }
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
