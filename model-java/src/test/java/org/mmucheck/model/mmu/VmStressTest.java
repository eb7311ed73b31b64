package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.ALLOC_UNDER_READ;
import static org.mmucheck.model.Rule.BARRIER_AFTER_FLUSH;
import static org.mmucheck.model.Rule.FLUSH_BEFORE_DESTROY;
import static org.mmucheck.model.Rule.HELPER_WITHOUT_VM_REFERENCE;
import static org.mmucheck.model.Rule.OWN_REFERENCE;
import static org.mmucheck.model.Rule.RCU_BARRIER_AT_UNINIT;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
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

  /** The wrong designs, by catalogue id. */
  enum Wrong {
    D_W6_NO_FLUSH(HELPER_WITHOUT_VM_REFERENCE, FLUSH_BEFORE_DESTROY),
    D_W7(FLUSH_BEFORE_DESTROY),
    NO_BARRIER(RCU_BARRIER_AT_UNINIT),
    BARRIER_FIRST(BARRIER_AFTER_FLUSH);

    final Set<Rule> broken;

    Wrong(Rule... broken) {
      this.broken = Set.of(broken);
    }
  }

  @Test
  void shouldFindNothingInTheRightDesign() throws InterruptedException {
    assertThat(reports(Set.of(), ROUNDS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindWrongDesigns(Wrong design) throws InterruptedException {
    assertThat(reports(design.broken, ROUNDS_TO_FIND)).as("reports of %s", design).isNotEmpty();
  }

  private static Set<String> reports(Set<Rule> broken, int rounds) throws InterruptedException {
    Set<Rule> absent = EnumSet.of(OWN_REFERENCE, ALLOC_UNDER_READ);
    absent.addAll(broken);
    Design design = Design.without(absent);
    try (Race race = new Race()) {
      for (int round = 0; round < rounds; round++) {
        Set<String> found = round(race, design, round % 2 == 0);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return Set.of();
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
