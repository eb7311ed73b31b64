package org.mmucheck.tlc;

/**
 * How far a run has come.
 *
 * @param generatedStates states computed so far, repeated ones included
 * @param distinctStates different states found so far
 * @param queuedStates states found whose successors are not yet computed
 * @param seconds time since the run began
 */
public record TlcProgress(
    long generatedStates, long distinctStates, long queuedStates, double seconds) {}
