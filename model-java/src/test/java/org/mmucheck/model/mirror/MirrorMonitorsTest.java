package org.mmucheck.model.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.SpteTable;

/** The check of the mirror that no counterexample of the catalogue ends with: it can report. */
class MirrorMonitorsTest {
  private final Splats splats = new Splats();
  private final MirrorRoots td =
      new MirrorRoots(Design.without(), 2, Set.of(1), new GuestPages(2, splats), splats);

  @Test
  void shouldFindNothingInAMirrorThatIsWhole() {
    td.checkMirror();
    td.populate(List.of(0, 1));
    td.checkMirror();
    assertThat(splats.reports()).isEmpty();
    assertThat(td.isMapped(0)).isTrue();
    assertThat(td.isMapped(1)).isTrue();
  }

  @Test
  void shouldReportAMirrorSpteWithoutAnExternalOne() {
    td.populate(List.of(0));
    td.leaf().exchange(0, SpteTable.NONE);
    td.checkMirror();
    assertThat(splats.reports()).containsExactly("mirror differs from the module's tables");
  }

  @Test
  void shouldReportAnSpteThatStaysFrozen() {
    td.leaf().exchange(0, SpteTable.FROZEN);
    td.checkMirror();
    assertThat(splats.reports()).containsExactly("mirror differs from the module's tables");
  }
}
