package org.mmucheck.conform;

import java.util.List;
import org.mmucheck.diff.Change;

/**
 * A difference that has shown in one state or at one step; a {@link Divergence} without the way
 * there.
 *
 * @param action the number of the action that was taken or attempted; -1 for none
 */
record Finding(
    Divergence.Kind kind,
    int action,
    String variable,
    String spec,
    String code,
    List<Change> differences) {
  static Finding of(Divergence.Kind kind, int action, String variable, String spec, String code) {
    return new Finding(kind, action, variable, spec, code, List.of());
  }
}
