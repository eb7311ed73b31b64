package org.mmucheck.model.nx;

import org.mmucheck.model.Splats;
import org.mmucheck.model.mmu.SpteTable;
import org.mmucheck.model.tables.TablePage;

/**
 * A table of one entry, as far as it may keep a huge page away: {@code struct kvm_mmu_page} with
 * {@code nx_huge_page_disallowed} and where it is linked.
 *
 * <p>Concurrency: {@code gfn} and what the entry maps at first are set before the table is linked,
 * by who links it. {@code disallowed} is set then, too, and cleared under tdp_mmu_pages_lock; so
 * who reads it without the lock and finds it clear may rely on it.
 */
public final class NxPage {
  private final TablePage page;
  private volatile int gfn;
  private volatile boolean disallowed;

  NxPage(int number, Splats splats) {
    this.page = new TablePage(number, 1, splats);
  }

  /** Readies the page to be linked. */
  void prepare(int gfn, boolean disallowed, boolean mapsAtFirst) {
    this.gfn = gfn;
    this.disallowed = disallowed;
    page.sptes().exchange(0, mapsAtFirst ? SpteTable.leaf(gfn) : SpteTable.NONE);
    page.setLinked();
  }

  /** The page was not linked after all. */
  void giveBack(int gfnBefore) {
    page.setUnused();
    page.sptes().exchange(0, SpteTable.NONE);
    disallowed = false;
    gfn = gfnBefore;
  }

  void setDisallowed(boolean value) {
    disallowed = value;
  }

  /** The entry, for a task that walks the tree. */
  SpteTable walk() {
    return page.walk();
  }

  /** Reports if the page is freed. */
  void touch() {
    page.walk();
  }

  /** {@code sp->gfn}, which says where {@code sp->ptep} is. */
  public int gfn() {
    return gfn;
  }

  /** {@code sp->nx_huge_page_disallowed}. */
  public boolean isDisallowed() {
    return disallowed;
  }

  public TablePage page() {
    return page;
  }
}
