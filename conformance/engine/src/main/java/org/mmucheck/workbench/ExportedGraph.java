package org.mmucheck.workbench;

/**
 * A state graph in a file.
 *
 * @param digest SHA-256 of the graph, in hex
 * @param bytes the size of what was written
 * @param seconds from TLC's start to the end of the file
 */
public record ExportedGraph(
    String model,
    int states,
    int transitions,
    int initialStates,
    String digest,
    long bytes,
    double seconds) {}
