package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;

/** The last put of a root that another has had to do with before. */
class FinalPutTest {
  private final Splats splats = new Splats();
  private final Task task = Task.free("v0");

  @Test
  void shouldFreeARootThatIsInvalidAlreadyWithoutASecondZap() {
    Kvm kvm = kvm(Rule.OWN_REFERENCE, Rule.MARK_BEFORE_COUNT, Rule.ZAP_IN_WORKER);
    TdpRoot root = populated(kvm);
    root.claimZap();
    root.setInvalid();
    put(kvm, root);
    assertThat(root.life()).isEqualTo(TdpRoot.Life.FREEING);
    assertThat(splats.reports()).isEmpty();
  }

  @Test
  void shouldKeepTheReferenceWhereTheRootIsQueuedAlready() {
    Kvm kvm = kvm(Rule.OWN_REFERENCE);
    TdpRoot root = populated(kvm);
    assertThat(kvm.zapWorkqueue.queue(root)).isTrue();
    put(kvm, root);
    assertThat(kvm.zapWorkqueue.queued()).containsExactly(root);
    assertThat(root.owned(task)).as("the work item has one of its own").isEqualTo(1);
  }

  private Kvm kvm(Rule... broken) {
    return new Kvm(Design.without(broken), 1, new GuestPages(1, splats), splats);
  }

  private TdpRoot populated(Kvm kvm) {
    TdpRoot root = kvm.newRootPage("r0");
    kvm.populate(root, List.of(), List.of(kvm.vcpu(task)));
    return root;
  }

  private void put(Kvm kvm, TdpRoot root) {
    kvm.mmuLock.readLock(task);
    kvm.tdpMmu.putRoot(new TdpWalk(task), root, true);
    kvm.mmuLock.unlock(task);
  }
}
