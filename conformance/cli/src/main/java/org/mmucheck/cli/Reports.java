package org.mmucheck.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/** What the code's own checks reported in a run. */
final class Reports {
  /** The variable in which the specs keep it. */
  private static final String VARIABLE = "splat";

  private Reports() {}

  /**
   * @param last the state in the end; null if tasks are still under way, and so nothing is known
   */
  static List<String> of(@Nullable State last) {
    return last != null
            && last.vars().contains(VARIABLE)
            && last.value(VARIABLE) instanceof Value.SetOf reports
        ? reports.elements().stream().map(Value::toString).toList()
        : List.of();
  }
}
