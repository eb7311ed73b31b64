package org.mmucheck.linux.kernel;

/**
 * A step of the spec that a kernel does not have.
 *
 * @param task the spec's name for tasks of its kind
 * @param why what the kernel does instead
 */
public record Absence(String task, String step, String why) {}
