package org.mmucheck.tlc;

import org.jspecify.annotations.Nullable;
import org.mmucheck.graph.CapturedGraph;

/**
 * What TLC found, and the state graph that it explored on the way.
 *
 * @param result TLC's verdict
 * @param graph the whole graph; null if TLC found an error and so did not explore all of it
 */
public record Captured(TlcResult result, @Nullable CapturedGraph graph) {}
