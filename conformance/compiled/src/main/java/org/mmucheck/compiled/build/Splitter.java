package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.Symbol;

/** Splits a next-state relation into action instances: at disjunctions, and at constant sets. */
final class Splitter {
  private static final String UNNAMED = "Next";

  private final Expressions expressions;
  private final Actions actions;
  private final List<Program.Instance> found;

  Splitter(Expressions expressions, Actions actions, List<Program.Instance> found) {
    this.expressions = expressions;
    this.actions = actions;
    this.found = found;
  }

  void split(Expr expr, Context context) {
    split(expr, context, UNNAMED, Map.of(), List.of());
  }

  private void split(
      Expr expr, Context context, String name, Map<String, Val> args, List<Scope> scopes) {
    if (Formulas.is(expr, "$DisjList") || Formulas.is(expr, "\\lor")) {
      ((Expr.Apply) expr).args().forEach(part -> split(part, context, name, args, scopes));
    } else if (Formulas.is(expr, "$BoundedExists")) {
      Expr.Apply exists = (Expr.Apply) expr;
      Expr body = exists.args().getFirst();
      if (!expressions
          .quantifiers()
          .forEachKnown(exists, context, inner -> split(body, inner, name, args, scopes))) {
        add(actions.build(expr, context), name, args, scopes);
      }
    } else if (expr instanceof Expr.Apply call
        && call.operator() instanceof Symbol.Defined definition
        && !definition.isRecursive()
        && context.env().find(definition) == null) {
      Scope scope = new Scope();
      Context inner = expressions.bind(definition, call, context.env(), context, scope);
      Map<String, Val> values = new LinkedHashMap<>();
      for (int i = 0; i < definition.params().size(); i++) {
        if (definition.params().get(i).arity() == 0
            && expressions.build(call.args().get(i), context) instanceof Ir.Const known) {
          values.put(definition.params().get(i).name(), known.value());
        }
      }
      List<Scope> all = new ArrayList<>(scopes);
      all.add(scope);
      if (isSplit(definition.body())) {
        split(definition.body(), inner, definition.name(), values, all);
      } else {
        add(actions.build(definition.body(), inner), definition.name(), values, all);
      }
    } else if (expr instanceof Expr.Let let && isSplit(let.body())) {
      Scope scope = new Scope();
      Context inner = expressions.define(let, context, scope);
      List<Scope> all = new ArrayList<>(scopes);
      all.add(scope);
      split(let.body(), inner, name, args, all);
    } else {
      add(actions.build(expr, context), name, args, scopes);
    }
  }

  /** Whether what a definition says falls apart, or is another by name: TLC looks into both. */
  private static boolean isSplit(Expr body) {
    return Formulas.is(body, "$DisjList")
        || Formulas.is(body, "\\lor")
        || Formulas.is(body, "$BoundedExists")
        || (body instanceof Expr.Let let && isSplit(let.body()))
        || (body instanceof Expr.Apply call && call.operator() instanceof Symbol.Defined);
  }

  private void add(Act act, String name, Map<String, Val> args, List<Scope> scopes) {
    if (Actions.isNever(act)) {
      return;
    }
    Act scoped = act;
    for (Scope scope : scopes.reversed()) {
      scoped = scope.around(scoped);
    }
    found.add(new Program.Instance(name, args, scoped));
  }
}
