package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.PageKind;

/** Pre-faulting, which keeps its section of kvm->srcu from the call to its return. */
class PrefaultTest {
  private static final int ROUNDS = 600;
  private static final Memslots VALID = new Memslots(1);
  private static final Memslots INVALID = VALID.with(0, Memslots.State.INVALID);
  private static final Memslots NONE = VALID.with(0, Memslots.State.NONE);

  private final Splats splats = new Splats();
  private final List<Set<Task>> readers = new ArrayList<>(); // at each look at the memslots

  @Test
  void shouldGiveUpMemslotOnItsWayOut() {
    assertThat(prefault(Design.without(), List.of(INVALID, INVALID, VALID))).isFalse();
    assertThat(readers).hasSize(1);
  }

  @Test
  void shouldRetryForeverWithinItsSectionWithoutTheRule() {
    Design design = Design.without(Rule.PREFAULT_GIVES_UP);
    assertThat(prefault(design, List.of(INVALID, INVALID, INVALID, NONE))).isFalse();
    assertThat(readers).hasSize(4).allSatisfy(inside -> assertThat(inside).hasSize(1));
  }

  @Test
  void shouldMapAsFaultDoes() {
    assertThat(prefault(Design.without(), List.of(VALID))).isTrue();
  }

  @Test
  void shouldEndBesideUpdates() throws InterruptedException {
    try (Race race = new Race()) {
      for (int round = 0; round < ROUNDS; round++) {
        HostMm mm = new HostMm(1, 1, PageKind.ANON, splats);
        Kvm kvm = kvm(Design.without(), mm);
        kvm.setMemslots(VALID);
        Vcpu vcpu = vcpu(kvm, new JitterProbe());
        PageFaultHandler handler = new PageFaultHandler(kvm, mm);
        Task updater = new Task("u0", new JitterProbe());
        race.run(
            List.of(
                () -> handler.prefault(vcpu, new PageFault(0)),
                () -> kvm.memslotUpdate(updater, 0).run()));
        assertThat(kvm.memslots().at(0)).isEqualTo(Memslots.State.NONE);
        assertThat(kvm.srcu.readers()).isEmpty();
      }
    }
    assertThat(splats.reports()).isEmpty();
  }

  /**
   * @param found what each look at the memslots finds
   */
  private boolean prefault(Design design, List<Memslots> found) {
    HostMm mm = new HostMm(1, 1, PageKind.ANON, splats);
    Kvm kvm = kvm(design, mm);
    Probe probe =
        new Probe() {
          @Override
          public void before(Step step) {
            if (step == Step.GFN_TO_MEMSLOT) {
              kvm.setMemslots(found.get(readers.size()));
              readers.add(kvm.srcu.readers());
            }
          }
        };
    boolean mapped = new PageFaultHandler(kvm, mm).prefault(vcpu(kvm, probe), new PageFault(0));
    assertThat(kvm.srcu.readers()).isEmpty();
    return mapped;
  }

  private Kvm kvm(Design design, HostMm mm) {
    Kvm kvm = new Kvm(design, 1, mm, splats);
    mm.register(kvm);
    return kvm;
  }

  private static Vcpu vcpu(Kvm kvm, Probe probe) {
    Vcpu vcpu = kvm.vcpu(new Task("v0", probe));
    kvm.populate(kvm.newRootPage("r0"), List.of(), List.of(vcpu));
    return vcpu;
  }
}
