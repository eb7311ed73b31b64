package org.mmucheck.compiled.plain;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.tlc.syntax.Symbol;

/** Says what a module says of given states, where two engines differ. */
public final class Judge {
  private final SpecTree tree;
  private final Evaluator evaluator;
  private final Expr initial;
  private final Expr next;

  /**
   * @throws UndecidedException if the specification is not Init /\ [][Next]_vars
   */
  public Judge(SpecTree tree) {
    this.tree = tree;
    this.evaluator = new Evaluator(tree);
    SpecTree.Config config = tree.config();
    if (config.specification().isEmpty()) {
      initial = call(Objects.requireNonNull(config.initial()));
      next = call(Objects.requireNonNull(config.next()));
    } else {
      List<Expr> parts = parts(call(config.specification()));
      Expr step = parts.stream().map(Judge::step).filter(Objects::nonNull).findFirst().orElse(null);
      if (parts.isEmpty() || step == null) {
        throw new UndecidedException("", "the specification " + config.specification());
      }
      initial = parts.getFirst();
      next = step;
    }
  }

  private Expr call(String name) {
    Symbol.Defined definition = tree.definitions().get(name);
    if (definition == null) {
      throw new UndecidedException("", "the name " + name);
    }
    return new Expr.Apply(definition, List.of(), List.of(), name);
  }

  /** The conjuncts of a specification, however often it is named. */
  private static List<Expr> parts(Expr expr) {
    if (expr instanceof Expr.Apply apply) {
      if (isNamed(apply, "$ConjList") || isNamed(apply, "\\land")) {
        return apply.args().stream().flatMap(each -> parts(each).stream()).toList();
      }
      if (apply.operator() instanceof Symbol.Defined definition
          && definition.params().isEmpty()
          && definition.body() instanceof Expr.Apply body
          && (isNamed(body, "$ConjList") || isNamed(body, "\\land"))
          && parts(body).stream().anyMatch(each -> step(each) != null)) {
        return parts(body);
      }
    }
    return List.of(expr);
  }

  /** {@code Next} of {@code [][Next]_vars}; null for any other formula. */
  private static @Nullable Expr step(Expr expr) {
    return expr instanceof Expr.Apply always
            && isNamed(always, "[]")
            && always.args().getFirst() instanceof Expr.Apply square
            && isNamed(square, "$SquareAct")
        ? square.args().getFirst()
        : null;
  }

  private static boolean isNamed(Expr.Apply apply, String name) {
    return apply.operator() instanceof Symbol.BuiltIn builtIn && builtIn.name().equals(name);
  }

  /**
   * Whether a state is an initial one.
   *
   * @throws UndecidedException if that cannot be worked out here
   */
  public boolean isInitial(State state) {
    return evaluator.holds(initial, Names.of(state, null));
  }

  /**
   * Whether the next-state relation holds of two states.
   *
   * @throws UndecidedException if that cannot be worked out here
   */
  public boolean isStep(State from, State to) {
    return evaluator.holds(next, Names.of(from, to));
  }

  /**
   * Whether a state predicate of the module holds.
   *
   * @param name of an invariant
   * @throws UndecidedException if that cannot be worked out here
   */
  public boolean holds(String name, State state) {
    return evaluator.holds(call(name), Names.of(state, null));
  }
}
