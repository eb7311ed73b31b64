package org.mmucheck.conform;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.diff.Change;
import org.mmucheck.subject.Fault;

/**
 * A difference that has shown in one state or at one step; a {@link Divergence} without the way
 * there.
 *
 * @param action the number of the action that was taken or attempted; -1 for none
 * @param fault what broke down, if that is the difference
 */
record Finding(
    Divergence.Kind kind,
    int action,
    String variable,
    String spec,
    String code,
    List<Change> differences,
    @Nullable Fault fault) {
  static Finding of(Divergence.Kind kind, int action, String variable, String spec, String code) {
    return new Finding(kind, action, variable, spec, code, List.of(), null);
  }

  /** The code, or its binding, breaks down. */
  static Finding failed(int action, Fault fault) {
    return new Finding(
        Divergence.Kind.FAILED, action, "failure", "none", fault.what(), List.of(), fault);
  }

  /** What has shown once, and not again. */
  static Finding unrepeatable(Finding seen) {
    return new Finding(
        Divergence.Kind.UNREPEATABLE,
        seen.action,
        seen.variable,
        seen.spec,
        seen.code,
        seen.differences,
        seen.fault);
  }

  /** Whether a step that the spec enables shows it, by what the code lets be seen. */
  boolean isOfStep() {
    return kind == Divergence.Kind.REFUSED || !differences.isEmpty();
  }

  /** Whether to see it again takes long. */
  boolean isEndless() {
    return fault != null && fault.endless();
  }
}
