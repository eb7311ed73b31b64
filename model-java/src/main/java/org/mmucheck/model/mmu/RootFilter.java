package org.mmucheck.model.mmu;

/** Which roots a walk visits. */
enum RootFilter {
  /** Who must leave no mapping behind visits every root. */
  ALL,
  /** Who changes what the guest sees visits the roots that a vCPU may use. */
  VALID
}
