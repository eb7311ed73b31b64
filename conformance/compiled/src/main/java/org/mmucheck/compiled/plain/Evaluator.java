package org.mmucheck.compiled.plain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mmucheck.spec.State;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.tlc.syntax.Symbol;
import org.mmucheck.value.Value;

/**
 * Works out what a formula of a module says of given states: each operator by its definition,
 * whatever a name stands for wherever it is used. Nothing is assigned: both states of a step are
 * known, and an action is a predicate of the two. So there is no order of evaluation to get wrong,
 * only {@code /\}, {@code \/}, {@code =>} and IF, which look at what they need from left to right.
 * Of several numbers CHOOSE takes the least, as TLC does.
 *
 * <p>It does not know temporal formulas, ENABLED, and CHOOSE among several values of other kinds,
 * of which it does not know TLC's order.
 */
final class Evaluator {
  private static final Symbol AT = new Symbol.BuiltIn("@");

  private static final Set<String> UNCHECKED_SETS =
      Set.of("Nat", "Int", "STRING", "BOOLEAN", "Seq", "SUBSET", "$SetOfFcns", "$SetOfRcds");

  private final SpecTree tree;

  Evaluator(SpecTree tree) {
    this.tree = tree;
  }

  /** Whether a formula holds. */
  boolean holds(Expr expr, Names names) {
    return Operators.bool(value(expr, names), expr.place());
  }

  Value value(Expr expr, Names names) {
    return switch (expr) {
      case Expr.Number number -> Value.of(number.value());
      case Expr.Text text -> Value.of(text.text());
      case Expr.ModelValue value -> Value.of(value.name());
      case Expr.Let let -> value(let.body(), defined(let, names));
      case Expr.Instance instance -> value(instance.body(), substituted(instance, names));
      case Expr.OperatorArgument operator ->
          throw new UndecidedException(operator.place(), "an operator as a value");
      case Expr.Apply apply -> apply(apply, names);
    };
  }

  private static Names defined(Expr.Let let, Names names) {
    Names inner = names;
    for (Symbol.Defined definition : let.definitions()) {
      inner = inner.with(definition, new Names.Local(definition));
    }
    return inner;
  }

  private static Names substituted(Expr.Instance instance, Names names) {
    Names inner = names;
    for (Expr.Substitution each : instance.substitutions()) {
      inner = inner.with(each.symbol(), argument(each.value(), names));
    }
    return inner;
  }

  private static Names.Meaning argument(Expr expr, Names names) {
    if (expr instanceof Expr.OperatorArgument operator) {
      Names.Meaning known = names.of(operator.operator());
      return known != null ? known : new Names.Operator(operator.operator(), names);
    }
    return new Names.Unevaluated(expr, names);
  }

  private static Names called(Symbol.Defined definition, Expr.Apply call, Names at, Names names) {
    Names inner = at.primed(at.isPrimed() || names.isPrimed());
    for (int i = 0; i < definition.params().size(); i++) {
      inner = inner.with(definition.params().get(i), argument(call.args().get(i), names));
    }
    return inner;
  }

  /** An expression behind a name, with the names that it speaks of. */
  private record Opened(Expr expr, Names names) {}

  /** What a name stands for, if that is an expression; null if it is a value or an operator. */
  private @Nullable Opened opened(Expr.Apply apply, Names names) {
    Symbol symbol = apply.operator();
    return switch (names.of(symbol)) {
      case null -> global(apply, symbol, names);
      case Names.Known known -> null;
      case Names.Unevaluated meant ->
          new Opened(
              meant.expr(), meant.names().primed(meant.names().isPrimed() || names.isPrimed()));
      case Names.Local local ->
          new Opened(
              local.definition().body(),
              called(local.definition(), apply, names.at(symbol), names));
      case Names.Operator operator when operator.symbol() instanceof Symbol.Defined definition ->
          new Opened(definition.body(), called(definition, apply, operator.names(), names));
      case Names.Operator operator ->
          new Opened(
              new Expr.Apply(operator.symbol(), apply.args(), apply.bounds(), apply.place()),
              names);
    };
  }

  private @Nullable Opened global(Expr.Apply apply, Symbol symbol, Names names) {
    if (symbol instanceof Symbol.Defined definition) {
      return new Opened(definition.body(), called(definition, apply, names, names));
    }
    if (symbol instanceof Symbol.Declared declared && !declared.isVariable()) {
      Expr constant = Objects.requireNonNull(tree.constants().get(declared), declared.name());
      Names none = new Names(names.now(), names.next(), names.isPrimed(), null);
      return constant instanceof Expr.OperatorArgument operator
          ? new Opened(
              new Expr.Apply(operator.operator(), apply.args(), List.of(), apply.place()), names)
          : new Opened(constant, none);
    }
    return null;
  }

  private Value apply(Expr.Apply apply, Names names) {
    Symbol symbol = apply.operator();
    if (names.of(symbol) instanceof Names.Known known) {
      return known.value();
    }
    Opened opened = opened(apply, names);
    if (opened != null) {
      return value(opened.expr(), opened.names());
    }
    if (symbol instanceof Symbol.Declared variable) {
      State state = names.isPrimed() ? names.next() : names.now();
      if (state == null) {
        throw new UndecidedException(apply.place(), "a prime in a formula of one state");
      }
      return Operators.of(state.value(variable.name()));
    }
    if (symbol instanceof Symbol.BuiltIn builtIn) {
      return builtIn(builtIn.name(), apply, names);
    }
    throw new UndecidedException(apply.place(), "the name " + symbol.name());
  }

  private Value builtIn(String name, Expr.Apply apply, Names names) {
    List<Expr> args = apply.args();
    return switch (name) {
      case "TRUE" -> Value.of(true);
      case "FALSE" -> Value.of(false);
      case "BOOLEAN" -> Value.set(Value.of(false), Value.of(true));
      case "$ConjList", "\\land", "$SquareAct", "$AngleAct", "$DisjList", "\\lor" ->
          Value.of(joined(name, apply, names));
      case "=>" -> Value.of(!holds(args.get(0), names) || holds(args.get(1), names));
      case "\\in" -> Value.of(isIn(value(args.get(0), names), args.get(1), names));
      case "\\notin" -> Value.of(!isIn(value(args.get(0), names), args.get(1), names));
      case "\\subseteq" -> Value.of(isSubset(args.get(0), args.get(1), names));
      case "$IfThenElse" -> value(args.get(holds(args.get(0), names) ? 1 : 2), names);
      case "$Case" -> cases(apply, names);
      case "$BoundedForall" -> Value.of(each(apply, names, inner -> holds(args.getFirst(), inner)));
      case "$BoundedExists" ->
          Value.of(!each(apply, names, inner -> !holds(args.getFirst(), inner)));
      case "$BoundedChoose" -> chosen(apply, names);
      case "$SubsetOf" -> Value.set(kept(apply, names));
      case "$SetOfAll" -> {
        Set<Value> all = new LinkedHashSet<>();
        each(apply, names, inner -> all.add(value(args.getFirst(), inner)) || true);
        yield Value.set(all);
      }
      case "$FcnConstructor", "$NonRecursiveFcnSpec" -> function(apply, names);
      case "$Except" -> except(apply, names);
      case "$RcdConstructor" -> Operators.function(fields(apply, names), values(apply, names));
      case "$SetOfRcds" -> {
        List<Value> fields = fields(apply, names);
        yield Operators.products(
            values(apply, names).stream().map(each -> Operators.set(each, apply.place())).toList(),
            values -> Operators.function(fields, values));
      }
      case "'" -> {
        if (names.isPrimed()) {
          throw new UndecidedException(apply.place(), "a prime within a prime");
        }
        yield value(args.getFirst(), names.primed(true));
      }
      case "UNCHANGED" -> Value.of(isUnchanged(args.getFirst(), names));
      case "SelectSeq" -> selected(apply, names);
      default -> strict(name, apply, names);
    };
  }

  private Value strict(String name, Expr.Apply apply, Names names) {
    if (names.of(AT) instanceof Names.Known old && name.equals(AT.name())) {
      return old.value();
    }
    List<Value> args = new ArrayList<>();
    for (Expr arg : apply.args()) {
      if (arg instanceof Expr.OperatorArgument) {
        throw new UndecidedException(apply.place(), "the operator " + name);
      }
      args.add(value(arg, names));
    }
    Value value = Operators.apply(name, args, apply.place());
    if (value == null) {
      throw new UndecidedException(apply.place(), "the operator " + name);
    }
    return value;
  }

  private boolean joined(String name, Expr.Apply apply, Names names) {
    List<Expr> args = apply.args();
    return switch (name) {
      case "$SquareAct" -> holds(args.get(0), names) || isUnchanged(args.get(1), names);
      case "$AngleAct" -> holds(args.get(0), names) && !isUnchanged(args.get(1), names);
      case "$DisjList", "\\lor" -> args.stream().anyMatch(each -> holds(each, names));
      default -> args.stream().allMatch(each -> holds(each, names));
    };
  }

  private boolean isUnchanged(Expr expr, Names names) {
    return value(expr, names).equals(value(expr, names.primed(true)));
  }

  private Value cases(Expr.Apply apply, Names names) {
    for (Expr each : apply.args()) {
      Expr.Apply pair = (Expr.Apply) each;
      Expr guard = pair.args().getFirst();
      boolean isOther =
          guard instanceof Expr.Apply other && other.operator().name().equals("$Other");
      if (isOther || holds(guard, names)) {
        return value(pair.args().get(1), names);
      }
    }
    throw new UndecidedException(apply.place(), "no condition of CASE is true");
  }

  /** Whether something is true of each choice of values for what an operator binds. */
  private boolean each(Expr.Apply apply, Names names, Predicate<Names> body) {
    return each(apply, names, 0, 0, names, body);
  }

  private boolean each(
      Expr.Apply apply, Names outer, int bound, int param, Names names, Predicate<Names> body) {
    if (bound == apply.bounds().size()) {
      return body.test(names);
    }
    Expr.Bound at = apply.bounds().get(bound);
    boolean isLast = at.isTuple() || param == at.params().size() - 1;
    for (Value element : Operators.set(value(at.set(), outer), apply.place())) {
      Names inner = names;
      if (at.isTuple()) {
        for (int i = 0; i < at.params().size(); i++) {
          Value part = Operators.sequence(element, apply.place()).get(i);
          inner = inner.with(at.params().get(i), part);
        }
      } else {
        inner = inner.with(at.params().get(param), element);
      }
      if (!each(apply, outer, isLast ? bound + 1 : bound, isLast ? 0 : param + 1, inner, body)) {
        return false;
      }
    }
    return true;
  }

  private List<Value> kept(Expr.Apply apply, Names names) {
    List<Value> kept = new ArrayList<>();
    Expr.Bound bound = apply.bounds().getFirst();
    each(
        apply,
        names,
        inner -> {
          if (holds(apply.args().getFirst(), inner)) {
            kept.add(element(bound, inner, apply));
          }
          return true;
        });
    return kept;
  }

  private Value element(Expr.Bound bound, Names names, Expr.Apply apply) {
    List<Value> parts = bound.params().stream().map(each -> known(each, names, apply)).toList();
    return bound.isTuple() ? new Value.Seq(parts) : parts.getFirst();
  }

  private static Value known(Symbol symbol, Names names, Expr.Apply apply) {
    if (names.of(symbol) instanceof Names.Known known) {
      return known.value();
    }
    throw new UndecidedException(apply.place(), "the name " + symbol.name());
  }

  private Value chosen(Expr.Apply apply, Names names) {
    List<Value> all = kept(apply, names);
    if (!all.isEmpty() && all.stream().allMatch(each -> each instanceof Value.Int)) {
      return Collections.min(all);
    }
    if (all.size() != 1) {
      throw new UndecidedException(apply.place(), "CHOOSE among " + all.size() + " values");
    }
    return all.getFirst();
  }

  private Value function(Expr.Apply apply, Names names) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    each(
        apply,
        names,
        inner -> {
          List<Value> key = new ArrayList<>();
          for (Expr.Bound bound : apply.bounds()) {
            if (bound.isTuple()) {
              key.add(element(bound, inner, apply));
            } else {
              bound.params().forEach(param -> key.add(known(param, inner, apply)));
            }
          }
          entries.put(Operators.key(key), value(apply.args().getFirst(), inner));
          return true;
        });
    return Value.fcn(entries);
  }

  private Value except(Expr.Apply apply, Names names) {
    Value function = value(apply.args().getFirst(), names);
    for (Expr each : apply.args().subList(1, apply.args().size())) {
      Expr.Apply pair = (Expr.Apply) each;
      List<Value> path = new ArrayList<>();
      ((Expr.Apply) pair.args().getFirst()).args().forEach(key -> path.add(value(key, names)));
      function = changed(function, path, pair.args().get(1), names, apply.place());
    }
    return function;
  }

  /** A function with another value at the end of a path; outside its domain nothing changes. */
  private Value changed(Value function, List<Value> path, Expr expr, Names names, String place) {
    if (path.isEmpty()) {
      return value(expr, names.with(AT, function));
    }
    Map<Value, Value> entries = new LinkedHashMap<>(Operators.entries(function, place));
    entries.computeIfPresent(
        path.getFirst(),
        (key, old) -> changed(old, path.subList(1, path.size()), expr, names, place));
    return Value.fcn(entries);
  }

  private List<Value> fields(Expr.Apply apply, Names names) {
    return apply.args().stream()
        .map(pair -> value(((Expr.Apply) pair).args().getFirst(), names))
        .toList();
  }

  private List<Value> values(Expr.Apply apply, Names names) {
    return apply.args().stream()
        .map(pair -> value(((Expr.Apply) pair).args().get(1), names))
        .toList();
  }

  private Value selected(Expr.Apply apply, Names names) {
    if (!(apply.args().get(1) instanceof Expr.OperatorArgument test)) {
      throw new UndecidedException(apply.place(), "SelectSeq here");
    }
    List<Value> kept = new ArrayList<>();
    Symbol.Param element = new Symbol.Param("x", 0);
    Expr it = new Expr.Apply(element, List.of(), List.of(), apply.place());
    Expr call = new Expr.Apply(test.operator(), List.of(it), List.of(), apply.place());
    for (Value each : Operators.sequence(value(apply.args().getFirst(), names), apply.place())) {
      if (holds(call, names.with(element, each))) {
        kept.add(each);
      }
    }
    return new Value.Seq(kept);
  }

  private boolean isSubset(Expr part, Expr whole, Names names) {
    return Operators.set(value(part, names), part.place()).stream()
        .allMatch(each -> isIn(each, whole, names));
  }

  /** Whether a value is in a set, which may be one without end. */
  private boolean isIn(Value value, Expr set, Names names) {
    if (set instanceof Expr.Let let) {
      return isIn(value, let.body(), defined(let, names));
    }
    if (set instanceof Expr.Instance instance) {
      return isIn(value, instance.body(), substituted(instance, names));
    }
    if (set instanceof Expr.Apply apply) {
      Opened opened = opened(apply, names);
      if (opened != null) {
        return isIn(value, opened.expr(), opened.names());
      }
      if (apply.operator() instanceof Symbol.BuiltIn builtIn) {
        return isIn(value, builtIn.name(), apply, names);
      }
    }
    return Operators.set(value(set, names), set.place()).contains(value);
  }

  private boolean isIn(Value value, String name, Expr.Apply set, Names names) {
    List<Expr> args = set.args();
    if (name.equals("\\union")) {
      return isIn(value, args.get(0), names) || isIn(value, args.get(1), names);
    }
    if (!UNCHECKED_SETS.contains(name)) {
      return Operators.set(value(set, names), set.place()).contains(value);
    }
    return switch (name) {
      case "Nat" -> value instanceof Value.Int number && number.value() >= 0;
      case "Int" -> value instanceof Value.Int;
      case "STRING" -> value instanceof Value.Text;
      case "BOOLEAN" -> value instanceof Value.Bool;
      case "Seq" ->
          value instanceof Value.Seq sequence
              && sequence.elements().stream().allMatch(each -> isIn(each, args.get(0), names));
      case "SUBSET" ->
          value instanceof Value.SetOf part
              && part.elements().stream().allMatch(each -> isIn(each, args.get(0), names));
      case "$SetOfFcns" ->
          isFunction(value)
              && Value.set(Operators.entries(value, set.place()).keySet())
                  .equals(value(args.get(0), names))
              && Operators.entries(value, set.place()).values().stream()
                  .allMatch(each -> isIn(each, args.get(1), names));
      default -> isRecordOf(value, set, names);
    };
  }

  private boolean isRecordOf(Value value, Expr.Apply set, Names names) {
    List<Value> fields = fields(set, names);
    if (!isFunction(value)) {
      return false;
    }
    Map<Value, Value> entries = Operators.entries(value, set.place());
    Collection<Value> keys = entries.keySet();
    if (!Set.copyOf(keys).equals(Set.copyOf(fields))) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      Expr wanted = ((Expr.Apply) set.args().get(i)).args().get(1);
      if (!isIn(Objects.requireNonNull(entries.get(fields.get(i))), wanted, names)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFunction(Value value) {
    return value instanceof Value.Fcn || value instanceof Value.Seq;
  }
}
