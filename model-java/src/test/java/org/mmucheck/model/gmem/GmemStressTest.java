package org.mmucheck.model.gmem;

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

/** Faults, holes, updates of memslots and the release of the file under free-running threads. */
class GmemStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;
  private static final int MOST_TIMES = 4;

  enum Contest {
    V7_3(true, Design.without()),
    NO_SEQ(false, Design.without(Rule.CHECK_SEQ)),
    BOUND_BEFORE_READY(false, Design.without(Rule.BIND_WHEN_READY));

    final boolean right;
    final Design design;

    Contest(boolean right, Design design) {
      this.right = right;
      this.design = design;
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
    // Few operations leave what went wrong in place; more of them meet in more ways.
    int times = 1 + round % MOST_TIMES;
    int updates = round % 3 == 0 ? 0 : times;
    Splats splats = new Splats();
    GmemInode inode = new GmemInode(design, 1, 2);
    GmemVm vm = new GmemVm(design, inode, splats);
    GmemFile file = inode.files().get(0);
    vm.populate(file, new GmemSlot("s0"));
    Set<String> reports = new TreeSet<>();
    race.run(
        List.of(
            () -> fault(vm, file, times),
            () -> punch(vm, file, times),
            () -> update(vm, file, updates)));
    if (vm.spte(0) != GmemInode.NONE && vm.spte(0) != inode.cached()) {
      reports.add("stale mapping: folio");
    }
    file.closeDescriptor();
    GmemRelease release = new GmemRelease(vm);
    Task closer = task("c0");
    release.close(closer, op(GmemOp.Kind.CLOSE, file));
    assertThat(release.begin(file)).as("the last reference is put").isTrue();
    race.run(
        List.of(
            () -> fault(vm, file, times),
            () -> new GmemMemslots(vm).delete(task("u0"), op(GmemOp.Kind.DELETE, file)),
            () -> release.release(closer, op(GmemOp.Kind.RELEASE, file))));
    if (vm.inProgress() != 0) {
      reports.add("mmu_invalidate_in_progress is left at " + vm.inProgress());
    }
    if (vm.spte(0) != GmemInode.NONE) {
      reports.add("a released file is mapped");
    }
    assertThat(vm.users()).as("users of the VM").isEqualTo(1);
    reports.addAll(splats.reports());
    return reports;
  }

  private static void fault(GmemVm vm, GmemFile file, int times) {
    GmemFaults faults = new GmemFaults(vm);
    for (int i = 0; i < times; i++) {
      faults.handle(task("v0"), op(GmemOp.Kind.FAULT, file));
    }
  }

  private static void punch(GmemVm vm, GmemFile file, int times) {
    GmemHoles holes = new GmemHoles(vm);
    for (int i = 0; i < times; i++) {
      holes.open(file);
      holes.punch(task("g0"), op(GmemOp.Kind.PUNCH, file));
    }
  }

  /** Deletes the memslot and makes another, in turns. */
  private static void update(GmemVm vm, GmemFile file, int times) {
    GmemMemslots memslots = new GmemMemslots(vm);
    Task task = task("u0");
    for (int i = 0; i < times; i++) {
      memslots.delete(task, op(GmemOp.Kind.DELETE, file));
      memslots.create(task, new GmemOp(GmemOp.Kind.CREATE, file, new GmemSlot("s" + i)));
    }
  }

  private static GmemOp op(GmemOp.Kind kind, GmemFile file) {
    return new GmemOp(kind, file, null);
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
