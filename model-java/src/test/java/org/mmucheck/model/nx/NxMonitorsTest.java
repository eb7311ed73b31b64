package org.mmucheck.model.nx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mmucheck.model.Design;
import org.mmucheck.model.Splats;
import org.mmucheck.model.host.GuestPages;
import org.mmucheck.model.mmu.SpteTable;

/** Checks of the tree that no counterexample of the catalogue ends with: each can report. */
class NxMonitorsTest {
  private final Splats splats = new Splats();
  private final NxTree tree =
      new NxTree(Design.without(), 2, 2, Set.of(), new GuestPages(2, splats), splats);

  @Test
  void shouldFindNothingInATreeThatIsWhole() {
    tree.populate(List.of(0, 1));
    tree.checkTables();
    assertThat(splats.reports()).isEmpty();
  }

  @Test
  void shouldReportARemovedTableThatMapsAndIsListed() {
    tree.populate(List.of(0));
    tree.pages().getFirst().page().freeAtOnce();
    tree.checkTables();
    assertThat(splats.reports())
        .containsExactly("leaf in a removed table", "removed table on the list");
  }

  @Test
  void shouldReportATableThatNothingLeadsTo() {
    tree.populate(List.of(0, 1));
    tree.upper().sptes().exchange(1, SpteTable.NONE);
    tree.checkTables();
    assertThat(splats.reports()).containsExactly("lost table");
  }
}
