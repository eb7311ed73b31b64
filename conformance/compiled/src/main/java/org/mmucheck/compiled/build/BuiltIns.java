package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.ir.Op;
import org.mmucheck.compiled.value.BoolVal;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.Symbol;

/** Builds the operators of TLA+ and of its standard modules. */
final class BuiltIns {
  /** Operators that evaluate their operands, in the order in which they are written. */
  private static final Map<String, Op> STRICT =
      Map.ofEntries(
          Map.entry("\\lnot", Op.NOT),
          Map.entry("\\equiv", Op.EQUAL),
          Map.entry("\\subseteq", Op.SUBSET_EQ),
          Map.entry("<", Op.LESS),
          Map.entry("\\leq", Op.LESS_EQ),
          Map.entry("+", Op.ADD),
          Map.entry("-", Op.SUBTRACT),
          Map.entry("-.", Op.NEGATE),
          Map.entry("*", Op.MULTIPLY),
          Map.entry("\\div", Op.DIVIDE),
          Map.entry("%", Op.REMAINDER),
          Map.entry("..", Op.RANGE),
          Map.entry("DOMAIN", Op.DOMAIN),
          Map.entry("\\union", Op.UNION),
          Map.entry("\\intersect", Op.INTERSECTION),
          Map.entry("\\", Op.DIFFERENCE),
          Map.entry("UNION", Op.UNION_OF),
          Map.entry("SUBSET", Op.POWERSET),
          Map.entry("$SetOfFcns", Op.FUNCTIONS),
          Map.entry("Cardinality", Op.CARDINALITY),
          Map.entry("Len", Op.LENGTH),
          Map.entry("Head", Op.HEAD),
          Map.entry("Tail", Op.TAIL),
          Map.entry("Append", Op.APPEND),
          Map.entry("\\o", Op.CONCATENATION),
          Map.entry("SubSeq", Op.SUB_SEQUENCE),
          Map.entry("Seq", Op.SEQUENCES),
          Map.entry("Nat", Op.NATURALS),
          Map.entry("Int", Op.INTEGERS),
          Map.entry("STRING", Op.STRINGS),
          Map.entry("ToString", Op.TEXT_OF),
          Map.entry(":>", Op.SINGLETON),
          Map.entry("@@", Op.MERGED));

  private final Expressions expressions;
  private final Fold fold;
  private final Quantifiers quantifiers;

  BuiltIns(Expressions expressions, Fold fold, Quantifiers quantifiers) {
    this.expressions = expressions;
    this.fold = fold;
    this.quantifiers = quantifiers;
  }

  Ir build(String name, Expr.Apply apply, Context context) {
    Op strict = STRICT.get(name);
    if (strict != null) {
      return strict(strict, apply, context);
    }
    return switch (name) {
      case "TRUE" -> Fold.TRUE;
      case "FALSE" -> Fold.FALSE;
      case "BOOLEAN" -> Fold.constant(set(BoolVal.FALSE, BoolVal.TRUE));
      case "$ConjList", "\\land" -> Fold.and(lazily(apply, context, BoolVal.FALSE));
      case "$DisjList", "\\lor" -> Fold.or(lazily(apply, context, BoolVal.TRUE));
      case "=>" -> implication(apply, context);
      case "=" -> fold.apply(Op.EQUAL, arg(apply, 0, context), arg(apply, 1, context));
      case "/=" -> Fold.not(fold.apply(Op.EQUAL, arg(apply, 0, context), arg(apply, 1, context)));
      case "\\in" -> fold.in(arg(apply, 0, context), arg(apply, 1, context));
      case "\\notin" -> Fold.not(fold.in(arg(apply, 0, context), arg(apply, 1, context)));
      case ">" -> fold.apply(Op.LESS, arg(apply, 1, context), arg(apply, 0, context));
      case "\\geq" -> fold.apply(Op.LESS_EQ, arg(apply, 1, context), arg(apply, 0, context));
      case "$IfThenElse" -> conditional(apply, context);
      case "$Case" -> cases(apply, 0, context);
      case "$BoundedForall" -> quantifiers.quantified(apply, true, context);
      case "$BoundedExists" -> quantifiers.quantified(apply, false, context);
      case "$BoundedChoose" -> quantifiers.choose(apply, context);
      case "$SubsetOf" -> quantifiers.filtered(apply, context);
      case "$SetOfAll" -> quantifiers.mapped(apply, context);
      case "$FcnConstructor" -> quantifiers.function(apply, context);
      case "$FcnApply" -> application(apply, context);
      case "$RcdSelect" -> fold.apply(Op.APPLY, arg(apply, 0, context), arg(apply, 1, context));
      case "$Except" -> except(apply, context);
      case "$Tuple" -> {
        List<Ir> parts = args(apply, context);
        yield fold.entries(fold.operations().interner().range(1, parts.size()), parts);
      }
      case "$SetEnumerate" -> fold.set(args(apply, context));
      case "$CartesianProd" -> fold.product(args(apply, context));
      case "$RcdConstructor" -> record(apply, context, false);
      case "$SetOfRcds" -> record(apply, context, true);
      case "'" -> primed(apply, context);
      case "UNCHANGED" -> unchanged(apply.args().getFirst(), context);
      case "$SquareAct" ->
          Fold.or(List.of(arg(apply, 0, context), unchanged(apply.args().get(1), context)));
      case "$AngleAct" ->
          Fold.and(
              List.of(arg(apply, 0, context), Fold.not(unchanged(apply.args().get(1), context))));
      case "$NonRecursiveFcnSpec" -> quantifiers.function(apply, context);
      case "@" -> at(apply, context);
      case "SelectSeq" -> {
        Local element = new Local("x", null);
        yield new Ir.Selected(
            element,
            arg(apply, 0, context),
            expressions.operation(apply.args().get(1), new Ir.Use(element), context));
      }
      case "IsFiniteSet" -> isFinite(apply, context);
      default -> throw new UnsupportedException(apply.place(), spelled(name));
    };
  }

  private static String spelled(String name) {
    return switch (name) {
      case "$RecursiveFcnSpec" -> "a function that is defined by recursion";
      case "$UnboundedChoose" -> "CHOOSE without a set";
      case "$UnboundedExists", "$UnboundedForall" -> "a quantifier without a set";
      case "$WF", "$SF", "[]", "<>", "~>", "-+->" -> "the temporal operator " + name + " here";
      default -> "the operator " + name;
    };
  }

  private SetVal set(Val... values) {
    return fold.operations().interner().set(values);
  }

  private Ir arg(Expr.Apply apply, int index, Context context) {
    return expressions.build(apply.args().get(index), context);
  }

  private List<Ir> args(Expr.Apply apply, Context context) {
    return apply.args().stream().map(arg -> expressions.build(arg, context)).toList();
  }

  private Ir strict(Op op, Expr.Apply apply, Context context) {
    boolean wantsListed =
        op != Op.POWERSET && op != Op.FUNCTIONS && op != Op.SEQUENCES && op != Op.UNION;
    List<Ir> args = new ArrayList<>();
    for (Expr each : apply.args()) {
      Ir arg = expressions.build(each, context);
      args.add(wantsListed ? fold.listed(arg) : arg);
    }
    if (op == Op.SUBSET_EQ && args.get(1) instanceof Ir.Apply set && set.op().isEndless()) {
      if (args.get(0) instanceof Ir.Const known && known.value() instanceof SetVal elements) {
        List<Ir> parts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
          parts.add(fold.in(Fold.constant(elements.element(i)), args.get(1)));
        }
        return Fold.and(parts);
      }
      Local element = new Local("x", null);
      return new Ir.Quantified(
          true, element, args.get(0), fold.in(new Ir.Use(element), args.get(1)));
    }
    if (op == Op.UNION && args.stream().noneMatch(arg -> isEndless(arg))) {
      args = args.stream().map(fold::listed).toList();
    }
    return fold.apply(op, args);
  }

  private static boolean isEndless(Ir ir) {
    boolean[] found = {false};
    Irs.forEach(ir, node -> found[0] |= node instanceof Ir.Apply x && x.op().isEndless());
    return found[0];
  }

  /** The operands up to one that is known to decide. */
  private List<Ir> lazily(Expr.Apply apply, Context context, Val decisive) {
    List<Ir> parts = new ArrayList<>();
    for (Expr each : apply.args()) {
      parts.add(expressions.build(each, context));
      if (parts.getLast() instanceof Ir.Const known && known.value() == decisive) {
        break;
      }
    }
    return parts;
  }

  private Ir implication(Expr.Apply apply, Context context) {
    Ir premise = arg(apply, 0, context);
    if (premise instanceof Ir.Const known && known.value() == BoolVal.FALSE) {
      return Fold.TRUE;
    }
    return Fold.or(List.of(Fold.not(premise), arg(apply, 1, context)));
  }

  private Ir conditional(Expr.Apply apply, Context context) {
    Ir condition = arg(apply, 0, context);
    if (condition instanceof Ir.Const known && known.value() instanceof BoolVal bool) {
      return arg(apply, bool.value ? 1 : 2, context);
    }
    return Fold.conditional(condition, arg(apply, 1, context), arg(apply, 2, context));
  }

  private Ir cases(Expr.Apply apply, int next, Context context) {
    if (next == apply.args().size()) {
      return new Ir.Fail(apply.place() + ": no condition of CASE is true");
    }
    Expr.Apply pair = (Expr.Apply) apply.args().get(next);
    if (isOther(pair.args().getFirst())) {
      return arg(pair, 1, context);
    }
    Ir guard = arg(pair, 0, context);
    if (guard instanceof Ir.Const known && known.value() instanceof BoolVal bool) {
      return bool.value ? arg(pair, 1, context) : cases(apply, next + 1, context);
    }
    return Fold.conditional(guard, arg(pair, 1, context), cases(apply, next + 1, context));
  }

  static boolean isOther(Expr guard) {
    return guard instanceof Expr.Apply apply
        && apply.operator() instanceof Symbol.BuiltIn builtIn
        && builtIn.name().equals("$Other");
  }

  private Ir application(Expr.Apply apply, Context context) {
    Ir function = arg(apply, 0, context);
    List<Ir> keys = apply.args().stream().skip(1).map(k -> expressions.build(k, context)).toList();
    Ir key =
        keys.size() == 1
            ? keys.getFirst()
            : fold.entries(fold.operations().interner().range(1, keys.size()), keys);
    return fold.apply(Op.APPLY, function, key);
  }

  private Ir except(Expr.Apply apply, Context context) {
    Ir result = arg(apply, 0, context);
    for (Expr each : apply.args().subList(1, apply.args().size())) {
      Expr.Apply pair = (Expr.Apply) each;
      Expr.Apply keys = (Expr.Apply) pair.args().getFirst();
      List<Ir> path = args(keys, context);
      Local at = new Local("@", null);
      Context inner = context.with(Expressions.AT, new Binding.Built(new Ir.Use(at)));
      result = fold.except(result, path, at, expressions.build(pair.args().get(1), inner));
    }
    return result;
  }

  private static Ir at(Expr.Apply apply, Context context) {
    if (context.env().find(Expressions.AT) instanceof Binding.Built built) {
      return built.ir();
    }
    throw new UnsupportedException(apply.place(), "@ here");
  }

  private Ir record(Expr.Apply apply, Context context, boolean isSet) {
    int count = apply.args().size();
    Val[] names = new Val[count];
    List<Ir> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Expr.Apply pair = (Expr.Apply) apply.args().get(i);
      names[i] = Fold.value(arg(pair, 0, context));
      values.add(arg(pair, 1, context));
    }
    SetVal domain = set(names.clone());
    Ir[] ordered = new Ir[count];
    for (int i = 0; i < count; i++) {
      ordered[domain.indexOf(names[i])] = values.get(i);
    }
    return isSet
        ? new Ir.Product(domain, List.of(ordered))
        : fold.entries(domain, List.of(ordered));
  }

  private Ir primed(Expr.Apply apply, Context context) {
    if (context.isPrimed()) {
      throw new UnsupportedException(apply.place(), "a prime here");
    }
    return arg(apply, 0, context.primed());
  }

  private Ir unchanged(Expr expr, Context context) {
    if (context.isPrimed()) {
      throw new UnsupportedException(expr.place(), "UNCHANGED here");
    }
    if (expr instanceof Expr.Apply apply
        && apply.operator() instanceof Symbol.BuiltIn builtIn
        && builtIn.name().equals("$Tuple")) {
      return Fold.and(apply.args().stream().map(part -> unchanged(part, context)).toList());
    }
    if (expr instanceof Expr.Apply apply
        && apply.operator() instanceof Symbol.Defined definition
        && definition.params().isEmpty()
        && context.env().find(definition) == null) {
      return unchanged(definition.body(), context);
    }
    return fold.apply(
        Op.EQUAL, expressions.build(expr, context.primed()), expressions.build(expr, context));
  }

  private Ir isFinite(Expr.Apply apply, Context context) {
    Ir set = arg(apply, 0, context);
    if (isEndless(set)) {
      throw new UnsupportedException(apply.place(), "IsFiniteSet of a set without end");
    }
    return fold.apply(
        Op.LESS_EQ,
        Fold.constant(fold.operations().interner().of(0)),
        fold.apply(Op.CARDINALITY, fold.listed(set)));
  }
}
