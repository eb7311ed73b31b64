package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.ALLOC_UNDER_READ;
import static org.mmucheck.model.Rule.BARRIER_AFTER_FLUSH;
import static org.mmucheck.model.Rule.COUNT_OWNERS;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_DESTROY;
import static org.mmucheck.model.Rule.HELPER_WITHOUT_VM_REFERENCE;
import static org.mmucheck.model.Rule.INVALIDATE_AT_UNINIT;
import static org.mmucheck.model.Rule.OWN_REFERENCE;
import static org.mmucheck.model.Rule.PUT_AFTER_ZAP;
import static org.mmucheck.model.Rule.RCU_BARRIER_AT_UNINIT;
import static org.mmucheck.model.Rule.ZAP_AT_UNINIT;
import static org.mmucheck.model.Rule.ZAP_UNDER_READ;
import static org.mmucheck.model.Rule.ZAP_WALK_TAKES_REFS;

import java.util.HashSet;
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
import org.mmucheck.model.host.GuestPages;

/**
 * The end of a VM under free-running threads. The helper that waits for itself is not here: its
 * race would not end.
 */
class VmStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;

  /** The right designs, by catalogue id. */
  enum Right {
    D2(OWN_REFERENCE, ALLOC_UNDER_READ),
    E(ZAP_UNDER_READ),
    E_V66;

    final Set<Rule> absent;

    Right(Rule... absent) {
      this.absent = Set.of(absent);
    }
  }

  /** The wrong designs, by catalogue id. */
  enum Wrong {
    D_W6_NO_FLUSH(Right.D2, HELPER_WITHOUT_VM_REFERENCE, FLUSH_BEFORE_DESTROY),
    D_W7(Right.D2, FLUSH_BEFORE_DESTROY),
    NO_BARRIER(Right.D2, RCU_BARRIER_AT_UNINIT),
    BARRIER_FIRST(Right.D2, BARRIER_AFTER_FLUSH),
    NO_BARRIER_E(Right.E, RCU_BARRIER_AT_UNINIT),
    BARRIER_FIRST_E(Right.E, BARRIER_AFTER_FLUSH),
    ROOT_UNCOUNTED(Right.E, COUNT_OWNERS),
    UNINIT_NO_ZAP(Right.E, ZAP_AT_UNINIT),
    UNINIT_NO_INVALIDATE(Right.E, INVALIDATE_AT_UNINIT),
    UNINIT_NO_REFS(Right.E, ZAP_WALK_TAKES_REFS),
    E_W1(Right.E, ZAP_WALK_TAKES_REFS, PUT_AFTER_ZAP);

    final Right design;
    final Set<Rule> broken;

    Wrong(Right design, Rule... broken) {
      this.design = design;
      this.broken = Set.of(broken);
    }
  }

  /** A round of each right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.numbered(
        Race.rounds(
            Right.values(),
            right -> (race, round) -> round(race, Design.without(right.absent), round % 2 == 0)),
        2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindNothingInTheRightDesigns(Right design) throws InterruptedException {
    assertThat(reports(design, Set.of(), ROUNDS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindWrongDesigns(Wrong design) throws InterruptedException {
    assertThat(reports(design.design, design.broken, ROUNDS_TO_FIND))
        .as("reports of %s", design)
        .isNotEmpty();
  }

  private static Set<String> reports(Right right, Set<Rule> broken, int rounds)
      throws InterruptedException {
    Set<Rule> absent = new HashSet<>(right.absent);
    absent.addAll(broken);
    Design design = Design.without(absent);
    return Race.reports(rounds, (race, round) -> round(race, design, round % 2 == 0));
  }

  /**
   * @param unloads whether the vCPU puts its root, or leaves that to who destroys the VM
   */
  private static Set<String> round(Race race, Design design, boolean unloads)
      throws InterruptedException {
    Splats splats = new Splats();
    Kvm kvm = new Kvm(design, 1, new GuestPages(1, splats), splats);
    Task vcpuTask = task("v0");
    Vcpu vcpu = kvm.vcpu(vcpuTask);
    VmFile vcpuFile = kvm.vcpuFile(vcpuTask);
    VmFile vmFile = kvm.file(task("c0"));
    kvm.populate(kvm.newRootPage("r0"), List.of(0), List.of(vcpu));
    Thread worker = Thread.ofPlatform().start(kvm.zapWorker(task("w0"))::run);
    Thread reclaimer = Thread.ofPlatform().start(() -> reclaim(kvm));
    race.run(
        List.of(
            () -> {
              if (unloads) {
                vcpu.freeRoots();
              }
              vcpuFile.close();
            },
            vmFile::close));
    kvm.zapWorkqueue().destroy();
    worker.join();
    reclaimer.interrupt();
    reclaimer.join();
    assertThat(kvm.users().life()).as("the VM").isEqualTo(VmUsers.Life.FREED);
    return splats.reports();
  }

  private static void reclaim(Kvm kvm) {
    while (!Thread.currentThread().isInterrupted()) {
      kvm.rcu().runReadyCallbacks();
      Thread.yield();
    }
    kvm.rcu().runReadyCallbacks();
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
