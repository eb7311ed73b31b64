package org.mmucheck.fuzz;

/**
 * One attempt of a schedule.
 *
 * @param action index of the action instance among all of the spec
 * @param enabled whether the spec enables it there; if not, the code must refuse it
 */
record Move(int action, boolean enabled) {}
