package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.replay.Schedule;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.trace.Trace;

/** Puts findings and the ways to them together. */
final class Divergences {
  private Divergences() {}

  static Divergence of(Setting setting, List<Trace.Step> path, Finding finding) {
    ActionInstance action = finding.action() < 0 ? null : setting.actions.get(finding.action());
    List<ActionInstance> taken = new ArrayList<>();
    for (Trace.Step step : path) {
      if (step.action() != null) {
        taken.add(step.action());
      }
    }
    boolean attempted =
        finding.kind() == Divergence.Kind.ACCEPTED || finding.kind() == Divergence.Kind.CHANGED;
    if (attempted && action != null) {
      taken.add(action);
    }
    return new Divergence(
        finding.kind(),
        path,
        action,
        finding.variable(),
        finding.spec(),
        finding.code(),
        finding.differences(),
        Schedule.of(setting.adapter, taken));
  }
}
