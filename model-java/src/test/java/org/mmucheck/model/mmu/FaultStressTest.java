package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.CHECK_COUNT;
import static org.mmucheck.model.Rule.CHECK_SEQ;
import static org.mmucheck.model.Rule.CHECK_UNDER_LOCK;
import static org.mmucheck.model.Rule.FILTER_BY_RANGE;
import static org.mmucheck.model.Rule.HOLD_LOCK_UNTIL_INSTALLED;
import static org.mmucheck.model.Rule.HOLD_PAGE_UNTIL_INSTALLED;
import static org.mmucheck.model.Rule.SAME_UNITS;
import static org.mmucheck.model.Rule.SEQ_AT_END;
import static org.mmucheck.model.Rule.SNAPSHOT_BARRIER;
import static org.mmucheck.model.Rule.SNAPSHOT_BEFORE_GUP;

import java.util.List;
import java.util.Map;
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
import org.mmucheck.model.host.Owner;
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;

/**
 * The fault and the notifier under free-running threads: the code's own checks find every wrong
 * design, and find nothing in a right one.
 */
class FaultStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;
  private static final int ACCESSES = 6;
  private static final int INVALIDATIONS = 2;
  private static final int PAGES = 1 + INVALIDATIONS;

  /** The designs of the catalogue: what each of them lacks. */
  enum Contest {
    V0(false, CHECK_COUNT, CHECK_SEQ, HOLD_PAGE_UNTIL_INSTALLED),
    V1(false, CHECK_COUNT, CHECK_SEQ),
    V2(false, CHECK_COUNT),
    V3(false, CHECK_SEQ),
    V4(false, SNAPSHOT_BEFORE_GUP),
    V5(false, CHECK_UNDER_LOCK),
    V4B(false, SNAPSHOT_BARRIER),
    V5B(false, HOLD_LOCK_UNTIL_INSTALLED),
    V6(true, FILTER_BY_RANGE),
    V7(true),
    V7E(false, SAME_UNITS),
    V9(false, SEQ_AT_END),
    V11(true, HOLD_PAGE_UNTIL_INSTALLED);

    final boolean right;
    final Design design;

    Contest(boolean right, Rule... missing) {
      this.right = right;
      this.design = Design.without(missing);
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
    if (contest.right) {
      assertThat(found).as("reports of %s", contest).isEmpty();
    } else {
      assertThat(found).as("reports of %s", contest).isNotEmpty();
    }
  }

  private static Set<String> round(Race race, Design design) throws InterruptedException {
    Splats splats = new Splats();
    HostMm mm = new HostMm(1, PAGES, PageKind.ANON, splats);
    Kvm kvm = new Kvm(design, 1, mm, splats);
    mm.register(kvm);
    GuestCpu cpu = kvm.guestCpu(kvm.vcpu(task("v0")), mm);
    TdpRoot root = kvm.newRootPage("r0");
    kvm.populate(root, List.of(), List.of(cpu.vcpu()));
    race.run(List.of(() -> runGuest(kvm, mm, cpu), () -> invalidate(mm), () -> reclaim(mm)));
    reclaim(mm);
    cpu.access(0);
    reportStaleMapping(root, mm, splats);
    assertThat(mm.pages().stream().mapToInt(Page::refs).sum())
        .as("references, of which the host's one PTE holds one")
        .isEqualTo(1);
    return splats.reports();
  }

  private static void runGuest(Kvm kvm, HostMm mm, GuestCpu cpu) {
    PageFaultHandler handler = new PageFaultHandler(kvm, mm);
    for (int i = 0; i < ACCESSES; i++) {
      if (!cpu.access(0)) {
        handler.handle(cpu.vcpu(), new PageFault(0));
      }
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

  private static void reclaim(HostMm mm) {
    for (int i = 0; i < ACCESSES * PAGES; i++) {
      for (Page page : mm.pages()) {
        if (page.owner() == Owner.GUEST) {
          mm.free(page);
        }
      }
      Thread.yield();
    }
  }

  private static void reportStaleMapping(TdpRoot root, HostMm mm, Splats splats) {
    long spte = root.sptes().getAcquire(0);
    if (SpteTable.isPresent(spte) && mm.pte(0) != mm.page(SpteTable.pfn(spte))) {
      splats.report("stale mapping: page");
    }
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
