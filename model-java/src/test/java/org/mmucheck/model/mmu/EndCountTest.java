package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Step;
import org.mmucheck.model.StepProbe;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;

class EndCountTest {
  /** What a cache finds that looks just before the active count is lowered, and in the end. */
  @ParameterizedTest
  @CsvSource({"NEVER, 0, 0", "BEFORE_ACTIVE, 1, 1", "AFTER_ACTIVE, 0, 1"})
  void shouldCountAnEndWhenItsDesignSays(EndCount when, long atLowering, long after) {
    Splats splats = new Splats();
    Kvm kvm = new Kvm(Design.without(), 1, new GuestPages(1, splats), splats);
    kvm.setEndCount(when);
    List<Long> seen = new ArrayList<>();
    StepProbe probe = new StepProbe(Step.LOWER_ACTIVE, () -> seen.add(kvm.counts.endedAcquire()));
    RangeInvalidation invalidation = kvm.invalidation(new Task("n0", probe), 0, 0);
    invalidation.start();
    invalidation.end();
    assertThat(seen).containsExactly(atLowering);
    assertThat(kvm.counts.endedAcquire()).isEqualTo(after);
  }
}
