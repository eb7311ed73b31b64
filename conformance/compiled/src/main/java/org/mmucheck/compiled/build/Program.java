package org.mmucheck.compiled.build;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.value.Operations;
import org.mmucheck.compiled.value.Val;

/**
 * A model in the intermediate form.
 *
 * @param variables in the order of their declaration
 * @param initial computes the initial states
 * @param actions what computes successors, each by itself
 * @param invariants state predicates that hold in every state
 * @param initially state predicates that hold in the initial states
 * @param steps what every step is
 * @param temporal properties that only TLC checks, by name
 * @param checksDeadlock whether a state without successors is an error
 */
public record Program(
    Operations operations,
    List<String> variables,
    Act initial,
    List<Instance> actions,
    List<Check> invariants,
    List<Check> initially,
    List<StepCheck> steps,
    List<String> temporal,
    boolean checksDeadlock) {

  /**
   * An action with its arguments, so far as they are constants of the model.
   *
   * @param args by the name of the parameter, in the order of the definition
   */
  public record Instance(String name, Map<String, Val> args, Act act) {
    /** As a reader of the spec writes it: {@code GetRoot(v0)}. */
    public String label() {
      if (args.isEmpty()) {
        return name;
      }
      StringJoiner joined = new StringJoiner(", ", name + "(", ")");
      args.values().forEach(value -> joined.add(value.toString()));
      return joined.toString();
    }
  }

  /** A property with a formula over states. */
  public record Check(String property, Ir formula) {}

  /**
   * A property {@code [][A]_v}.
   *
   * @param formula {@code [A]_v}
   * @param subscript the variables that {@code v} reads, as bits: a step that leaves them alone is
   *     allowed
   */
  public record StepCheck(String property, Ir formula, long subscript) {}
}
