package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.Interner;
import org.mmucheck.compiled.value.Operations;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.tlc.syntax.Symbol;

/** Takes a specification and the properties of a configuration apart and builds their parts. */
public final class SpecBuilder {
  private static final int MOST_VARIABLES = 64;

  private final SpecTree tree;
  private final Expressions expressions;
  private final Actions actions;
  private final Formulas formulas = new Formulas();
  private final Operations operations;

  private final List<Act> initial = new ArrayList<>();
  private final List<Program.Instance> instances = new ArrayList<>();
  private final List<Program.Check> invariants = new ArrayList<>();
  private final List<Program.Check> initially = new ArrayList<>();
  private final List<Program.StepCheck> steps = new ArrayList<>();
  private final List<String> temporal = new ArrayList<>();
  private boolean hasNext;

  private SpecBuilder(SpecTree tree) {
    this.tree = tree;
    operations = new Operations(new Interner());
    Fold fold = new Fold(operations);
    expressions = new Expressions(tree, fold);
    actions = new Actions(expressions, fold);
  }

  /**
   * Builds a model.
   *
   * @throws UnsupportedException if it uses what is not known here
   * @throws EvaluationException if an assumption does not hold or cannot be evaluated
   */
  public static Program build(SpecTree tree) {
    return new SpecBuilder(tree).program();
  }

  private Program program() {
    refuse();
    for (Expr assumption : tree.assumptions()) {
      Ir holds = expressions.build(assumption, state());
      if (!holds.equals(Fold.TRUE)) {
        throw holds.equals(Fold.FALSE)
            ? new EvaluationException(assumption.place() + ": the assumption is FALSE")
            : unevaluated(assumption, holds);
      }
    }
    SpecTree.Config config = tree.config();
    if (config.specification().isEmpty()) {
      initialPart(body(Objects.requireNonNull(config.initial())), Env.EMPTY);
      nextPart(body(Objects.requireNonNull(config.next())), Env.EMPTY);
    } else {
      specification(body(config.specification()), Env.EMPTY);
    }
    if (!hasNext) {
      throw new UnsupportedException(
          tree.module() + ".tla", "a specification without [][Next]_vars");
    }
    for (String invariant : config.invariants()) {
      invariants.add(new Program.Check(invariant, expressions.build(body(invariant), state())));
    }
    for (String property : config.properties()) {
      property(property, body(property), Env.EMPTY, List.of());
    }
    return new Program(
        operations,
        tree.variables().stream().map(Symbol.Declared::name).toList(),
        Actions.sequence(initial),
        instances,
        invariants,
        initially,
        steps,
        temporal.stream().distinct().toList(),
        config.checksDeadlock());
  }

  private void refuse() {
    SpecTree.Config config = tree.config();
    List<String> others = new ArrayList<>(config.others());
    config.constraints().forEach(name -> others.add("CONSTRAINT " + name));
    config.actionConstraints().forEach(name -> others.add("ACTION_CONSTRAINT " + name));
    if (!others.isEmpty()) {
      throw new UnsupportedException("", String.join(", ", others));
    }
    if (tree.variables().size() > MOST_VARIABLES) {
      throw new UnsupportedException(
          tree.module() + ".tla", "more than " + MOST_VARIABLES + " variables");
    }
  }

  private static RuntimeException unevaluated(Expr assumption, Ir holds) {
    return holds instanceof Ir.Fail fail
        ? new EvaluationException(assumption.place() + ": " + fail.message())
        : new UnsupportedException(assumption.place(), "an assumption that is not constant");
  }

  private static Context state() {
    return new Context(Env.EMPTY, false, true);
  }

  private Expr body(String name) {
    Symbol.Defined definition = tree.definitions().get(name);
    if (definition == null) {
      throw new UnsupportedException("", "the name " + name + " that the configuration uses");
    }
    return new Expr.Apply(definition, List.of(), List.of(), "");
  }

  private void specification(Expr expr, Env env) {
    if (!formulas.isTemporal(expr)) {
      initialPart(expr, env);
    } else if (Formulas.isConjunction(expr)) {
      ((Expr.Apply) expr).args().forEach(part -> specification(part, env));
    } else if (expr instanceof Expr.Instance) {
      throw new UnsupportedException(expr.place(), "a specification of an instance");
    } else if (opened(expr, env) instanceof Opened opened) {
      specification(opened.body(), opened.env());
    } else if (Formulas.is(expr, "[]")
        && Formulas.is(((Expr.Apply) expr).args().getFirst(), "$SquareAct")) {
      Expr.Apply square = (Expr.Apply) ((Expr.Apply) expr).args().getFirst();
      nextPart(square.args().getFirst(), env);
    }
    // what is left is fairness, which speaks of infinite behaviours alone
  }

  /**
   * A definition's body, or an instance's formula.
   *
   * @param scope keeps what the instance substitutes
   */
  private record Opened(Expr body, Env env, Scope scope) {}

  private @Nullable Opened opened(Expr expr, Env env) {
    if (expr instanceof Expr.Apply apply
        && apply.operator() instanceof Symbol.Defined definition
        && definition.params().isEmpty()
        && env.find(definition) == null) {
      return new Opened(definition.body(), env, new Scope());
    }
    if (expr instanceof Expr.Instance instance) {
      Scope scope = new Scope();
      Context inner = expressions.substitute(instance, new Context(env, false, true), scope);
      return new Opened(instance.body(), inner.env(), scope);
    }
    return null;
  }

  private void initialPart(Expr expr, Env env) {
    initial.add(actions.build(expr, new Context(env, true, false)));
  }

  private void nextPart(Expr expr, Env env) {
    if (hasNext) {
      throw new UnsupportedException(expr.place(), "a second [][Next]_vars");
    }
    hasNext = true;
    new Splitter(expressions, actions, instances).split(expr, new Context(env, false, false));
  }

  private void property(String name, Expr expr, Env env, List<Scope> scopes) {
    if (!formulas.isTemporal(expr)) {
      initially.add(new Program.Check(name, formula(expr, env, scopes)));
    } else if (Formulas.isConjunction(expr)) {
      ((Expr.Apply) expr).args().forEach(part -> property(name, part, env, scopes));
    } else if (opened(expr, env) instanceof Opened opened) {
      List<Scope> inner = new ArrayList<>(scopes);
      inner.add(opened.scope());
      property(name, opened.body(), opened.env(), inner);
    } else if (Formulas.is(expr, "[]")
        && !formulas.isTemporal(((Expr.Apply) expr).args().getFirst())) {
      always(name, ((Expr.Apply) expr).args().getFirst(), env, scopes);
    } else {
      temporal.add(name);
    }
  }

  private void always(String name, Expr expr, Env env, List<Scope> scopes) {
    Ir formula = formula(expr, env, scopes);
    if (Formulas.is(expr, "$SquareAct")) {
      Ir subscript = formula(((Expr.Apply) expr).args().get(1), env, scopes);
      steps.add(new Program.StepCheck(name, formula, Irs.variables(subscript, false)));
    } else {
      invariants.add(new Program.Check(name, formula));
    }
  }

  private Ir formula(Expr expr, Env env, List<Scope> scopes) {
    Ir formula = expressions.build(expr, new Context(env, false, true));
    for (Scope scope : scopes.reversed()) {
      formula = scope.around(formula);
    }
    return formula;
  }
}
