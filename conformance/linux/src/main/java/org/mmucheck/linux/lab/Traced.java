package org.mmucheck.linux.lab;

/**
 * What a kernel's tracer has told of a workload.
 *
 * @param release what {@code uname -r} says
 * @param profile the tracer's {@code kprobe_profile}: for each probe its hits, and its misses
 * @param trace the tracer's {@code trace}
 */
public record Traced(String release, String profile, String trace) {
  public Traced {
    release = release.strip();
  }
}
