package org.mmucheck.tlc;

import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.graph.PartialGraph;

/**
 * What TLC found, and the state graph that it explored on the way.
 *
 * @param result TLC's verdict
 * @param graph the whole graph; null if TLC found an error and so did not explore all of it
 * @param part what it explored before it found an error; null if it found none
 */
public record Captured(
    TlcResult result, @Nullable CapturedGraph graph, @Nullable PartialGraph part) {}
