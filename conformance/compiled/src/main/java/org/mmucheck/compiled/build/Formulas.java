package org.mmucheck.compiled.build;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.Symbol;

/** What level formulas have: whether they speak of behaviours. */
final class Formulas {
  private static final Set<String> TEMPORAL =
      Set.of("[]", "<>", "~>", "-+->", "$WF", "$SF", "$TemporalExists", "$TemporalForall");

  private final Map<Symbol, Boolean> known = new IdentityHashMap<>();

  /** Whether a formula speaks of a whole behaviour. */
  boolean isTemporal(Expr expr) {
    return switch (expr) {
      case Expr.Let let ->
          isTemporal(let.body())
              || let.definitions().stream().anyMatch(each -> isTemporal(each.body()));
      case Expr.Instance instance -> isTemporal(instance.body());
      case Expr.Apply apply ->
          isTemporal(apply.operator()) || apply.args().stream().anyMatch(this::isTemporal);
      default -> false;
    };
  }

  private boolean isTemporal(Symbol symbol) {
    return switch (symbol) {
      case Symbol.BuiltIn builtIn -> TEMPORAL.contains(builtIn.name());
      case Symbol.Defined definition -> {
        Boolean before = known.putIfAbsent(definition, false); // ends recursion
        if (before != null) {
          yield before;
        }
        boolean is = isTemporal(definition.body());
        known.put(definition, is);
        yield is;
      }
      default -> false;
    };
  }

  static boolean is(Expr expr, String builtIn) {
    return expr instanceof Expr.Apply apply
        && apply.operator() instanceof Symbol.BuiltIn operator
        && operator.name().equals(builtIn);
  }

  static boolean isConjunction(Expr expr) {
    return is(expr, "$ConjList") || is(expr, "\\land");
  }
}
