package org.mmucheck.fuzz;

/**
 * How much of a state graph random schedules had been through by then.
 *
 * @param steps attempts made, refused ones included
 * @param states different states
 * @param pairs different steps: a state and an action that was taken in it
 */
public record Reach(long steps, long states, long pairs) {}
