package org.mmucheck.linux.kernel;

import java.util.List;
import java.util.Optional;

/**
 * How one version of the kernel takes the steps of one protocol.
 *
 * @param protocol the name of its module
 * @param version of the kernel, as far as the table tells versions apart: {@code 7.3}
 * @param without which of the spec's rules, its BOOLEAN constants, this kernel does not follow; it
 *     follows all others
 */
public record KernelPoints(
    String protocol,
    String version,
    List<String> without,
    List<Point> points,
    List<Merge> merges,
    List<Absence> absences,
    List<Unsettled> unsettled) {
  public KernelPoints {
    without = List.copyOf(without);
    points = List.copyOf(points);
    merges = List.copyOf(merges);
    absences = List.copyOf(absences);
    unsettled = List.copyOf(unsettled);
  }

  /** Why no step of the protocol is known of this kernel; empty if some are. */
  public Optional<String> unknown() {
    return points.isEmpty()
        ? absences.stream().findFirst().map(Absence::why).or(() -> Optional.of("nobody has looked"))
        : Optional.empty();
  }

  /** Where a task stands before a step; nothing if this kernel has no such place. */
  public Optional<Point> before(String task, String step) {
    return points.stream()
        .filter(point -> point.task().equals(task) && point.step().equals(step))
        .findFirst();
  }
}
