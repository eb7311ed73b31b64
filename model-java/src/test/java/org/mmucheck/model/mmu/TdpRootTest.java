package org.mmucheck.model.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;

/** The count of a root past its underflow, where the traces of the catalogue end. */
class TdpRootTest {
  private final Splats splats = new Splats();
  private final Task first = Task.free("v0");
  private final Task second = Task.free("v1");
  private final TdpRoot root = new TdpRoot("r0", 1, splats);

  @Test
  void shouldShareNoReferenceOnceTheCountIsZero() {
    root.setFirstReferencesRelease(first, false, 1);
    assertThat(root.put(first)).isTrue();
    assertThat(root.tryGet(second)).isFalse();
    assertThat(root.refcountAcquire()).isZero();
    assertThat(root.owned(second)).isZero();
    assertThat(splats.reports()).isEmpty();
  }

  @Test
  void shouldStaySaturatedAfterAnUnderflow() {
    root.setFirstReferencesRelease(first, false, 1);
    assertThat(root.put(first)).isTrue();
    assertThat(root.put(first)).as("nobody may take it for the last put").isFalse();
    assertThat(splats.reports()).containsExactly("refcount underflow");

    assertThat(root.tryGet(second)).isTrue();
    assertThat(root.refcountAcquire()).isEqualTo(TdpRoot.SATURATED);
    assertThat(root.owned(second)).as("who got it answers for it").isEqualTo(1);
  }

  @Test
  void shouldReportAGetFromASaturatedCount() {
    root.setFirstReferencesRelease(first, false, TdpRoot.SATURATED);
    assertThat(root.tryGet(second)).isTrue();
    assertThat(splats.reports()).containsExactly("refcount underflow");
  }
}
