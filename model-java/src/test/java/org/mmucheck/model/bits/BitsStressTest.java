package org.mmucheck.model.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

/** Guests that write, faults, invalidations, aging and the dirty log under free-running threads. */
class BitsStressTest {
  private static final int ROUNDS = 1_000;
  private static final int ROUNDS_TO_FIND = 60_000;
  private static final int MOST_TIMES = 4;
  private static final int VCPUS = 2;

  enum Contest {
    V7_3(true),
    V6_12(true, Rule.MARK_AT_FAULT, Rule.LOCKLESS_AGING, Rule.ALWAYS_ATOMIC_AGING),
    MARKED_AFTER_UNLOCK(false, Rule.MARK_UNDER_LOCK),
    STALE_PAGE_MARKED(false, Rule.MARK_ONLY_MAPPED),
    AGING_BY_PLAIN_WRITE(false, Rule.ATOMIC_AGING),
    ZAP_WITHOUT_FLUSH(false, Rule.FLUSH_BEFORE_RETURN),
    LOG_WITHOUT_FLUSH(false, Rule.FLUSH_AFTER_CLEAR),
    DIRTY_BIT_DROPPED(false, Rule.MARK_AT_FAULT, Rule.WRITE_BACK_AT_ZAP);

    final boolean right;
    final Design design;

    Contest(boolean right, Rule... without) {
      this.right = right;
      this.design = Design.without(without);
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.numbered(
        Race.rounds(
            Contest.values(),
            contest -> contest.right,
            contest -> (race, round) -> round(race, contest.design, round)),
        2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindWrongDesignsAndNoOthers(Contest contest) throws InterruptedException {
    int rounds = contest.right ? ROUNDS : ROUNDS_TO_FIND;
    Set<String> found = Race.reports(rounds, (race, round) -> round(race, contest.design, round));
    assertThat(found.isEmpty()).as("reports of %s: %s", contest, found).isEqualTo(contest.right);
  }

  private static Set<String> round(Race race, Design design, int round)
      throws InterruptedException {
    int times = 1 + round % MOST_TIMES;
    // An invalidation flushes what the dirty log forgot to.
    int invalidations = round % 2 == 0 ? times : 0;
    Splats splats = new Splats();
    BitsVm vm = new BitsVm(design, splats, VCPUS, true);
    if (invalidations == 0) { // begin with what a fetch of the log would report
      vm.tlbs().forEach(tlb -> runGuest(vm, tlb, 2));
    }
    List<Runnable> operations = new ArrayList<>();
    for (BitsTlb tlb : vm.tlbs()) {
      operations.add(() -> runGuest(vm, tlb, 2 * times));
    }
    operations.add(
        () ->
            repeat(
                invalidations,
                () -> new BitsInvalidation(vm).invalidate(task("n0"), new BitsWalk())));
    operations.add(() -> repeat(times, () -> new BitsAging(vm).age(task("a0"), new BitsWalk())));
    operations.add(() -> repeat(times, () -> new BitsFetch(vm).fetch(task("l0"), new BitsWalk())));
    race.run(operations);
    Set<String> reports = new TreeSet<>(splats.reports());
    reports.addAll(atRest(vm));
    return reports;
  }

  /** What holds when no operation is under way: NoStaleInsert, FlushRules, NoLostLog, the count. */
  private static Set<String> atRest(BitsVm vm) {
    Set<String> reports = new TreeSet<>();
    long spte = vm.spte().read();
    if (spte != LeafSpte.NONE && LeafSpte.pfn(spte) != vm.pages().hpte()) {
      reports.add("stale mapping: page");
    }
    for (BitsTlb tlb : vm.tlbs()) {
      if (tlb.pfn() != BitsTlb.NONE && tlb.pfn() != vm.pages().hpte()) {
        reports.add("stale translation: page");
      }
    }
    if (vm.log().isUnseen() && !vm.log().isMarked()) {
      reports.add("a write is in no log");
    }
    if (vm.inProgress() != 0) {
      reports.add("mmu_invalidate_in_progress is left at " + vm.inProgress());
    }
    return reports;
  }

  private static void runGuest(BitsVm vm, BitsTlb tlb, int times) {
    BitsFaults faults = new BitsFaults(vm);
    for (int i = 0; i < times; i++) {
      tlb.read();
      if (!tlb.write()) {
        faults.handle(task("v"), new BitsFault());
      }
    }
  }

  private static void repeat(int times, Runnable operation) {
    for (int i = 0; i < times; i++) {
      operation.run();
    }
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
