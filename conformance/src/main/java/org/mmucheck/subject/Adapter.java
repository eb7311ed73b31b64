package org.mmucheck.subject;

import java.util.List;
import java.util.Map;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** What another spec and another implementation write to plug in: one adapter for each module. */
public interface Adapter {
  /** The TLA+ module whose actions and variables this adapter knows. */
  String module();

  /**
   * A fresh implementation in its initial state.
   *
   * @param vars the spec's variables, in the order in which {@link Subject#state} gives them
   * @param constants the model's constants; they choose sizes, budgets and the design
   */
  Subject start(List<String> vars, Map<String, Value> constants);

  /** The names of all steps that the implementation has for this module. */
  List<String> actions();

  /** How a kernel engineer calls the step and who takes it; for {@code explain}. */
  Caption caption(ActionInstance action);

  /**
   * @param task the column: the name of the acting task as in the spec, for example {@code n0}
   * @param role the heading of that column: {@code notifier}
   * @param text what happens, in the kernel's words: {@code kvm_tdp_mmu_put_root()}
   */
  record Caption(String task, String role, String text) {}
}
