package org.mmucheck.kvm;

import org.mmucheck.subject.StepNames;

/** The actions that no task takes at a schedule point: those of the guest, the host and RCU. */
enum Environment {
  ENTER_GUEST("vcpu_enter_guest()"),
  EXIT_GUEST("leaves the guest"),
  GUEST_ACCESS("guest access"),
  GUEST_READ("guest reads"),
  GUEST_WRITE("guest writes"),
  WALK_ROOT("hardware reads the root"),
  WALK_TABLE("hardware reads the table"),
  ENTER_MODULE("TDCALL"),
  LEAVE_MODULE("returns from the TDCALL"),
  WALK_EXTERNAL("hardware walks the S-EPT"),
  FREE_PAGE("host", "frees the page"),
  REUSE_PAGE("host", "gives the page to somebody else"),
  GIVE_AWAY_PAGE("host", "gives the block to another file"),
  CLEAN_PAGE("host", "folio_mkclean()"),
  RCU_FREE("rcu", "tdp_mmu_free_sp_rcu_callback()"),
  TERMINATING("all", "every task rests");

  /** The spec's name of the action. */
  final String action = StepNames.inSpec(this);

  /** Whose column the action is in; empty if the first argument says it. */
  final String column;

  /** What happens, in the kernel's words. */
  final String caption;

  /** Of the hardware of the vCPU that the first argument names. */
  Environment(String caption) {
    this("", caption);
  }

  Environment(String column, String caption) {
    this.column = column;
    this.caption = caption;
  }
}
