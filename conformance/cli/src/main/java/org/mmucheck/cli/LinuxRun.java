package org.mmucheck.cli;

/**
 * One trace after its replay on a kernel.
 *
 * @param mergedSteps steps of the spec that the kernel took together with another
 */
record LinuxRun(ReplayedTrace replayed, long mergedSteps) {}
