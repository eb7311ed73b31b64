package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.ir.Op;
import org.mmucheck.compiled.value.BoolVal;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.Symbol;

/**
 * Builds actions as TLC computes them: conjuncts from left to right, each alternative of a
 * disjunction or an existential quantifier by itself, whether it speaks of the successor or not.
 */
public final class Actions {
  static final Act SKIP = new Act.Sequence(List.of());

  private final Expressions expressions;
  private final Fold fold;

  Actions(Expressions expressions, Fold fold) {
    this.expressions = expressions;
    this.fold = fold;
  }

  Act build(Expr expr, Context context) {
    return switch (expr) {
      case Expr.Let let -> {
        Scope scope = new Scope();
        yield scope.around(build(let.body(), expressions.define(let, context, scope)));
      }
      case Expr.Instance instance -> {
        Scope scope = new Scope();
        yield scope.around(
            build(instance.body(), expressions.substitute(instance, context, scope)));
      }
      case Expr.Apply apply -> apply(apply, context);
      default -> guard(expr, context);
    };
  }

  private Act guard(Expr expr, Context context) {
    Ir condition = expressions.build(expr, context);
    return condition.equals(Fold.TRUE) ? SKIP : new Act.Guard(condition);
  }

  private Act apply(Expr.Apply apply, Context context) {
    Binding.Closure closure = expressions.closure(apply, context);
    if (closure != null) {
      Context inner = context.isPrimed() ? closure.context.primed() : closure.context;
      return build(closure.expr, inner);
    }
    Binding binding = context.env().find(apply.operator());
    if (binding instanceof Binding.Operator operator
        && operator.symbol() instanceof Symbol.Defined definition) {
      return call(apply, definition, operator.env(), context);
    }
    if (binding == null && apply.operator() instanceof Symbol.Defined definition) {
      return call(apply, definition, context.env(), context);
    }
    if (binding == null && apply.operator() instanceof Symbol.BuiltIn builtIn) {
      return builtIn(builtIn.name(), apply, context);
    }
    return guard(apply, context);
  }

  private Act call(Expr.Apply apply, Symbol.Defined definition, Env from, Context context) {
    if (definition.isRecursive()) {
      return guard(apply, context);
    }
    Scope scope = new Scope();
    Context inner = expressions.bind(definition, apply, from, context, scope);
    return scope.around(build(definition.body(), inner));
  }

  private Act builtIn(String name, Expr.Apply apply, Context context) {
    return switch (name) {
      case "$ConjList", "\\land" -> {
        List<Act> parts = new ArrayList<>();
        for (Expr each : apply.args()) {
          parts.add(build(each, context));
          if (isNever(parts.getLast())) {
            break;
          }
        }
        yield sequence(parts);
      }
      case "$DisjList", "\\lor" ->
          branch(apply.args().stream().map(each -> build(each, context)).toList());
      case "$BoundedExists" -> exists(apply, context);
      case "$BoundedForall" -> forAll(apply, context);
      case "$IfThenElse" -> conditional(apply, context);
      case "$Case" -> cases(apply, 0, context);
      case "=>" -> {
        Ir premise = expressions.build(apply.args().getFirst(), context);
        yield premise instanceof Ir.Const known && known.value() == BoolVal.FALSE
            ? SKIP
            : conditional(premise, build(apply.args().get(1), context), SKIP);
      }
      case "=" -> {
        Ir.Var assigned = assigned(apply.args().getFirst(), context);
        yield assigned == null
            ? guard(apply, context)
            : new Act.Assign(assigned.index(), expressions.build(apply.args().get(1), context));
      }
      case "\\in", "\\subseteq" -> {
        Ir.Var assigned = assigned(apply.args().getFirst(), context);
        if (assigned == null) {
          yield guard(apply, context);
        }
        Ir set = expressions.build(apply.args().get(1), context);
        yield new Act.AssignIn(
            assigned.index(), name.equals("\\in") ? set : fold.apply(Op.POWERSET, set));
      }
      case "UNCHANGED" -> unchanged(apply.args().getFirst(), context);
      case "$SquareAct" ->
          branch(
              List.of(
                  build(apply.args().getFirst(), context),
                  unchanged(apply.args().get(1), context)));
      case "$AngleAct" -> throw new UnsupportedException(apply.place(), "<<A>>_v in an action");
      case "\\cdot" -> throw new UnsupportedException(apply.place(), "the operator \\cdot");
      default -> guard(apply, context);
    };
  }

  /** The variable of the successor that is given a value, where it is one. */
  private Ir.@Nullable Var assigned(Expr left, Context context) {
    boolean mayBe =
        context.isPrimed()
            ? left instanceof Expr.Apply && ((Expr.Apply) left).args().isEmpty()
            : Formulas.is(left, "'");
    return mayBe && expressions.build(left, context) instanceof Ir.Var variable && variable.isNext()
        ? variable
        : null;
  }

  private Act unchanged(Expr expr, Context context) {
    if (expr instanceof Expr.Apply apply) {
      if (apply.operator() instanceof Symbol.BuiltIn builtIn && builtIn.name().equals("$Tuple")) {
        return sequence(apply.args().stream().map(part -> unchanged(part, context)).toList());
      }
      Binding.Closure closure = expressions.closure(apply, context);
      if (closure != null) {
        return unchanged(closure.expr, closure.context);
      }
      if (apply.operator() instanceof Symbol.Defined definition
          && definition.params().isEmpty()
          && context.env().find(definition) == null) {
        return unchanged(definition.body(), context);
      }
    }
    Ir now = expressions.build(expr, context);
    return now instanceof Ir.Var variable
        ? new Act.Assign(variable.index(), now)
        : new Act.Guard(fold.apply(Op.EQUAL, now, expressions.build(expr, context.primed())));
  }

  private Act exists(Expr.Apply apply, Context context) {
    List<Act> alternatives = new ArrayList<>();
    Expr body = apply.args().getFirst();
    if (expressions
        .quantifiers()
        .forEachKnown(apply, context, inner -> alternatives.add(build(body, inner)))) {
      return branch(alternatives);
    }
    List<Local> locals = new ArrayList<>();
    List<Ir> sets = new ArrayList<>();
    Act act = build(body, expressions.quantifiers().loops(apply, context, locals, sets));
    for (int i = locals.size() - 1; i >= 0; i--) {
      act = new Act.Each(locals.get(i), sets.get(i), act);
    }
    return act;
  }

  private Act forAll(Expr.Apply apply, Context context) {
    List<Act> parts = new ArrayList<>();
    Expr body = apply.args().getFirst();
    if (expressions
        .quantifiers()
        .forEachKnown(apply, context, inner -> parts.add(build(body, inner)))) {
      return sequence(parts);
    }
    List<Local> locals = new ArrayList<>();
    List<Ir> sets = new ArrayList<>();
    Context inner = expressions.quantifiers().loops(apply, context, locals, sets);
    if (branches(build(body, inner))) {
      throw new UnsupportedException(
          apply.place(), "alternatives under a \\A whose set is not constant, in an action");
    }
    return guard(apply, context);
  }

  private Act conditional(Expr.Apply apply, Context context) {
    Ir condition = expressions.build(apply.args().getFirst(), context);
    if (condition instanceof Ir.Const known && known.value() instanceof BoolVal bool) {
      return build(apply.args().get(bool.value ? 1 : 2), context);
    }
    return conditional(
        condition, build(apply.args().get(1), context), build(apply.args().get(2), context));
  }

  private static Act conditional(Ir condition, Act then, Act otherwise) {
    if (condition instanceof Ir.Const known && known.value() instanceof BoolVal bool) {
      return bool.value ? then : otherwise;
    }
    return new Act.Conditional(condition, then, otherwise);
  }

  private Act cases(Expr.Apply apply, int next, Context context) {
    if (next == apply.args().size()) {
      return new Act.Guard(new Ir.Fail(apply.place() + ": no condition of CASE is true"));
    }
    Expr.Apply pair = (Expr.Apply) apply.args().get(next);
    if (BuiltIns.isOther(pair.args().getFirst())) {
      return build(pair.args().get(1), context);
    }
    Ir guard = expressions.build(pair.args().getFirst(), context);
    if (guard instanceof Ir.Const known && known.value() instanceof BoolVal bool) {
      return bool.value ? build(pair.args().get(1), context) : cases(apply, next + 1, context);
    }
    return conditional(guard, build(pair.args().get(1), context), cases(apply, next + 1, context));
  }

  static Act sequence(List<Act> parts) {
    List<Act> flat = new ArrayList<>();
    for (Act part : parts) {
      if (part instanceof Act.Sequence nested) {
        flat.addAll(nested.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.getFirst() : new Act.Sequence(flat);
  }

  /** What cannot be taken is left out, so that it costs nothing. */
  static Act branch(List<Act> alternatives) {
    List<Act> kept = alternatives.stream().filter(act -> !isNever(act)).toList();
    return kept.size() == 1 ? kept.getFirst() : new Act.Branch(kept);
  }

  /** Whether an action is known not to be enabled, without an error on the way. */
  static boolean isNever(Act act) {
    return switch (act) {
      case Act.Guard guard -> guard.condition().equals(Fold.FALSE);
      case Act.Sequence all -> !all.parts().isEmpty() && isNever(all.parts().getFirst());
      case Act.Branch branch -> branch.alternatives().isEmpty();
      default -> false;
    };
  }

  /** Whether an action may lead to several successors, or to one several times. */
  public static boolean branches(Act act) {
    return switch (act) {
      case Act.Guard x -> false;
      case Act.Assign x -> false;
      case Act.AssignIn x -> true;
      case Act.Each x -> true;
      case Act.Branch x ->
          x.alternatives().size() > 1 || x.alternatives().stream().anyMatch(Actions::branches);
      case Act.Sequence x -> x.parts().stream().anyMatch(Actions::branches);
      case Act.Conditional x -> branches(x.then()) || branches(x.otherwise());
      case Act.Scope x -> branches(x.body());
    };
  }
}
