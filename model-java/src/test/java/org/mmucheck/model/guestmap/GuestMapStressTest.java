package org.mmucheck.model.guestmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.HOLD_PAGE_UNTIL_UNMAP;
import static org.mmucheck.model.Rule.PIN_PAGE;
import static org.mmucheck.model.Rule.PUT_PAGE_AT_UNMAP;
import static org.mmucheck.model.Rule.TRACK_INVALIDATIONS;

import java.util.EnumSet;
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
import org.mmucheck.model.host.Page;
import org.mmucheck.model.host.PageKind;
import org.mmucheck.model.host.PteChange;
import org.mmucheck.model.mmu.Kvm;

/**
 * KVM's own use of guest pages under free-running threads: the code's own checks find every wrong
 * policy, and find nothing in a right one.
 */
class GuestMapStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;
  private static final int USES = 4;
  private static final int RECLAIMS = 20;

  /** The policies of the catalogue. */
  enum Contest {
    MAP_HELD(true, PageKind.ANON, HOLD_PAGE_UNTIL_UNMAP, PUT_PAGE_AT_UNMAP),
    MAP_HELD_ZONE_DEVICE(true, PageKind.ZONE_DEVICE, HOLD_PAGE_UNTIL_UNMAP, PUT_PAGE_AT_UNMAP),
    MAP_HELD_FILE(false, PageKind.FILE, HOLD_PAGE_UNTIL_UNMAP, PUT_PAGE_AT_UNMAP),
    MAP_PUT_NORMAL(false, PageKind.ANON),
    MAP_PUT_ZONE_DEVICE(false, PageKind.ZONE_DEVICE),
    MAP_NEVER_PUT(false, PageKind.ZONE_DEVICE, HOLD_PAGE_UNTIL_UNMAP),
    MAP_FOLL_PIN(true, PageKind.FILE, HOLD_PAGE_UNTIL_UNMAP, PUT_PAGE_AT_UNMAP, PIN_PAGE),
    MAP_GPC(true, PageKind.ANON, TRACK_INVALIDATIONS),
    MAP_GPC_ZONE_DEVICE(true, PageKind.ZONE_DEVICE, TRACK_INVALIDATIONS);

    final boolean right;
    final PageKind kind;
    final Design design;

    Contest(boolean right, PageKind kind, Rule... rules) {
      this.right = right;
      this.kind = kind;
      EnumSet<Rule> kept = EnumSet.complementOf(EnumSet.range(TRACK_INVALIDATIONS, PIN_PAGE));
      kept.addAll(Set.of(rules));
      this.design = Design.keeping(kept);
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.rounds(
        Contest.values(),
        contest -> contest.right,
        contest -> (race, round) -> round(race, contest));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindWrongPoliciesAndNoOthers(Contest contest) throws InterruptedException {
    int rounds = contest.right ? ROUNDS : ROUNDS_TO_FIND;
    Set<String> found = Race.reports(rounds, (race, round) -> round(race, contest));
    if (contest.right) {
      assertThat(found).as("reports of %s", contest).isEmpty();
    } else {
      assertThat(found).as("reports of %s", contest).isNotEmpty();
    }
  }

  private static Set<String> round(Race race, Contest contest) throws InterruptedException {
    Splats splats = new Splats();
    HostMm mm = new HostMm(1, 2, contest.kind, splats);
    Kvm kvm = new Kvm(contest.design, 1, mm, splats);
    GfnToPfnCache cache = new GfnToPfnCache(kvm, contest.design, mm, 0);
    mm.register(kvm);
    cache.startActive();
    Runnable user =
        contest.design.has(TRACK_INVALIDATIONS)
            ? () -> useCache(cache)
            : () -> useMap(contest.design, mm);
    race.run(List.of(user, user, () -> invalidate(mm), () -> reclaim(mm)));
    if (cache.isValid() && cache.page() != mm.pte(0)) {
      splats.report("stale cache: page");
    }
    int mapped = contest.kind == PageKind.ZONE_DEVICE ? 0 : 1;
    if (mm.pages().stream().mapToInt(Page::refs).sum() != mapped) {
      splats.report("leaked reference: page");
    }
    return splats.reports();
  }

  private static void useMap(Design design, HostMm mm) {
    Task task = task("v0");
    VcpuMap map = new VcpuMap(design, mm, 0);
    if (map.map(task)) {
      for (int i = 0; i < USES; i++) {
        map.write(task);
      }
      map.unmap(task);
    }
  }

  private static void useCache(GfnToPfnCache cache) {
    Task task = task("v0");
    for (int i = 0; i < USES; i++) {
      if (!cache.use(task, 0)) {
        cache.refresh(task, new GpcRefresh(0));
      }
    }
  }

  private static void invalidate(HostMm mm) {
    PteChange change = mm.prepareChange(task("n0"), 0, 0, mm.page(1));
    if (change != null) {
      mm.change(change);
    }
  }

  private static void reclaim(HostMm mm) {
    for (int i = 0; i < RECLAIMS; i++) {
      for (Page page : mm.pages()) {
        mm.clean(page);
        mm.free(page);
        mm.giveAway(page);
      }
      Thread.yield();
    }
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
