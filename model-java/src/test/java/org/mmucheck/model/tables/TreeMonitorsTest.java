package org.mmucheck.model.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.SpteTable;

/** Checks of the tree that no counterexample of the catalogue ends with: each can report. */
class TreeMonitorsTest {
  private final Splats splats = new Splats();
  private final TdpTree tree =
      new TdpTree(Design.without(), 2, 2, 2, new GuestPages(4, splats), splats);

  @Test
  void shouldFindNothingInATreeThatIsWhole() {
    tree.populate(List.of(0, 3));
    tree.checkTables();
    assertThat(splats.reports()).isEmpty();
  }

  @Test
  void shouldReportALeafInARemovedTable() {
    tree.populate(List.of(0));
    tree.tables().getFirst().freeAtOnce();
    tree.checkTables();
    assertThat(splats.reports()).containsExactly("leaf in a removed table");
  }

  @Test
  void shouldReportATableThatNothingLeadsTo() {
    tree.populate(List.of(0, 3));
    tree.root().exchange(1, SpteTable.NONE);
    tree.checkTables();
    assertThat(splats.reports()).containsExactly("lost table");
  }
}
