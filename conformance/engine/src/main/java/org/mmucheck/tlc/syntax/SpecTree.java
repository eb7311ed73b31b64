package org.mmucheck.tlc.syntax;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A module and a configuration of it.
 *
 * @param module the name
 * @param variables in the order of their declaration, as in every state of the spec
 * @param constants what the configuration makes of each constant: a value, or the definition that
 *     takes its place
 * @param definitions what the module defines, what it extends and instantiates included, by name
 * @param assumptions ASSUME
 */
public record SpecTree(
    String module,
    List<Symbol.Declared> variables,
    Map<Symbol.Declared, Expr> constants,
    Map<String, Symbol.Defined> definitions,
    List<Expr> assumptions,
    Config config) {

  /** The same where a configuration lists other properties, by name. */
  public SpecTree checking(
      List<String> invariants, List<String> properties, boolean checksDeadlock) {
    Config checking =
        new Config(
            config.specification(),
            config.initial(),
            config.next(),
            invariants,
            properties,
            config.constraints(),
            config.actionConstraints(),
            checksDeadlock,
            config.others());
    return new SpecTree(module, variables, constants, definitions, assumptions, checking);
  }

  /**
   * What the configuration lists, by name.
   *
   * @param specification empty where it names an initial predicate and a next-state relation
   * @param initial the initial predicate; null where there is a specification
   * @param next the next-state relation; null where there is a specification
   * @param others what changes the state graph or the meaning of the module beside all that: {@code
   *     SYMMETRY}, {@code VIEW}, definitions replaced by others
   */
  public record Config(
      String specification,
      @Nullable String initial,
      @Nullable String next,
      List<String> invariants,
      List<String> properties,
      List<String> constraints,
      List<String> actionConstraints,
      boolean checksDeadlock,
      List<String> others) {
    public Config {
      invariants = List.copyOf(invariants);
      properties = List.copyOf(properties);
      constraints = List.copyOf(constraints);
      actionConstraints = List.copyOf(actionConstraints);
      others = List.copyOf(others);
    }
  }
}
