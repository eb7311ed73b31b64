package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.SpecTree;
import org.mmucheck.tlc.syntax.Symbol;

/**
 * Builds expressions: expands definitions, puts in constants and evaluates what is known. What a
 * definition is given, and what a LET defines, is evaluated when it is needed, at most once, as TLC
 * does it.
 */
final class Expressions {
  /** Stands for {@code @}. */
  static final Symbol AT = new Symbol.BuiltIn("@");

  private static final int DEEPEST_EXPANSION = 40;

  private final SpecTree tree;
  private final Fold fold;
  private final Quantifiers quantifiers;
  private final BuiltIns builtIns;
  private final Map<Symbol, Integer> variables = new IdentityHashMap<>();
  private final Map<Symbol, Ir> known = new IdentityHashMap<>();
  private final Map<Symbol.Defined, Integer> depth = new IdentityHashMap<>();
  private final Map<RoutineKey, Ir.Routine> routines = new HashMap<>();
  private final Set<String> strings = new HashSet<>();
  private final Set<String> modelValues = new HashSet<>();

  private record RoutineKey(Symbol.Defined definition, boolean isPrimed, boolean isStep) {}

  /** A definition that calls itself was expanded too often. */
  private static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooDeepException() {
      super(null, null, false, false);
    }
  }

  Expressions(SpecTree tree, Fold fold) {
    this.tree = tree;
    this.fold = fold;
    this.quantifiers = new Quantifiers(this, fold);
    this.builtIns = new BuiltIns(this, fold, quantifiers);
    for (int i = 0; i < tree.variables().size(); i++) {
      variables.put(tree.variables().get(i), i);
    }
  }

  Fold fold() {
    return fold;
  }

  Quantifiers quantifiers() {
    return quantifiers;
  }

  Ir build(Expr expr, Context context) {
    return switch (expr) {
      case Expr.Number number -> Fold.constant(fold.operations().interner().of(number.value()));
      case Expr.Text text -> {
        strings.add(text.text());
        requireOneKind(text.text(), text.place());
        yield Fold.constant(fold.operations().interner().string(text.text(), text.rank()));
      }
      case Expr.ModelValue value -> {
        modelValues.add(value.name());
        requireOneKind(value.name(), value.place());
        yield Fold.constant(fold.operations().interner().modelValue(value.name(), value.rank()));
      }
      case Expr.Let let -> {
        Scope scope = new Scope();
        yield scope.around(build(let.body(), define(let, context, scope)));
      }
      case Expr.Instance instance -> {
        Scope scope = new Scope();
        yield scope.around(build(instance.body(), substitute(instance, context, scope)));
      }
      case Expr.OperatorArgument operator ->
          throw new UnsupportedException(operator.place(), "an operator as a value");
      case Expr.Apply apply -> apply(apply, context);
    };
  }

  /** States are told apart by a hash of the texts in them. */
  private void requireOneKind(String text, String place) {
    if (strings.contains(text) && modelValues.contains(text)) {
      throw new UnsupportedException(
          place, "the string \"" + text + "\" beside a model value of that name");
    }
  }

  /** The scope of a LET's body. */
  Context define(Expr.Let let, Context context, Scope scope) {
    Env env = context.env();
    for (Symbol.Defined definition : let.definitions()) {
      Binding meaning =
          definition.params().isEmpty() && !definition.isRecursive()
              ? new Binding.Closure(definition.name(), definition.body(), context.with(env), scope)
              : new Binding.Operator(definition, env);
      env = env.with(definition, meaning);
    }
    return context.with(env);
  }

  /** The scope of a formula of an instance. */
  Context substitute(Expr.Instance instance, Context context, Scope scope) {
    Env env = context.env().inInstance();
    for (Expr.Substitution each : instance.substitutions()) {
      env = env.with(each.symbol(), argument(each.symbol().name(), each.value(), context, scope));
    }
    return context.with(env);
  }

  private Binding argument(String name, Expr value, Context context, Scope scope) {
    if (value instanceof Expr.OperatorArgument operator) {
      Binding meaning = context.env().find(operator.operator());
      return meaning != null ? meaning : new Binding.Operator(operator.operator(), context.env());
    }
    return new Binding.Closure(name, value, context, scope);
  }

  /** The scope of a definition's body. */
  Context bind(Symbol.Defined definition, Expr.Apply call, Env from, Context context, Scope scope) {
    Env env = from;
    for (int i = 0; i < definition.params().size(); i++) {
      Symbol.Param param = definition.params().get(i);
      env = env.with(param, argument(param.name(), call.args().get(i), context, scope));
    }
    return context.with(env);
  }

  private Ir apply(Expr.Apply apply, Context context) {
    Symbol symbol = apply.operator();
    Binding binding = context.env().find(symbol);
    return binding != null
        ? bound(apply, symbol, binding, context)
        : global(apply, symbol, context);
  }

  private Ir bound(Expr.Apply apply, Symbol symbol, Binding binding, Context context) {
    return switch (binding) {
      case Binding.Built built -> built.ir();
      case Binding.Closure closure -> resolve(closure, context.isPrimed());
      case Binding.Operator operator -> {
        if (operator.symbol() instanceof Symbol.Defined definition) {
          yield call(apply, definition, operator.env(), context);
        }
        if (operator.symbol() == symbol) {
          throw new UnsupportedException(apply.place(), "the operator " + symbol.name());
        }
        yield apply(
            new Expr.Apply(operator.symbol(), apply.args(), apply.bounds(), apply.place()),
            context);
      }
    };
  }

  private Ir global(Expr.Apply apply, Symbol symbol, Context context) {
    return switch (symbol) {
      case Symbol.Declared declared when declared.isVariable() ->
          new Ir.Var(
              Objects.requireNonNull(variables.get(declared), declared.name()), context.isPrimed());
      case Symbol.Declared declared -> constant(apply, declared, context);
      case Symbol.Defined definition -> call(apply, definition, context.env(), context);
      case Symbol.BuiltIn builtIn -> builtIns.build(builtIn.name(), apply, context);
      case Symbol.Param param ->
          throw new UnsupportedException(apply.place(), "the parameter " + param.name() + " here");
    };
  }

  private Ir constant(Expr.Apply apply, Symbol.Declared declared, Context context) {
    Ir before = known.get(declared);
    if (before != null) {
      return before;
    }
    Expr value = Objects.requireNonNull(tree.constants().get(declared), declared.name());
    if (value instanceof Expr.OperatorArgument operator) {
      return apply(
          new Expr.Apply(operator.operator(), apply.args(), List.of(), apply.place()),
          context.with(Env.EMPTY));
    }
    Ir built = build(value, new Context(Env.EMPTY, false, true));
    known.put(declared, built);
    return built;
  }

  /** What a closure stands for, as something that may be written several times. */
  private Ir resolve(Binding.Closure closure, boolean isPrimed) {
    boolean primed = isPrimed || closure.context.isPrimed();
    Ir before = closure.known(primed);
    if (before != null) {
      return before;
    }
    Context context = primed ? closure.context.primed() : closure.context;
    Ir built = build(closure.expr, context);
    boolean mayBeKept =
        !Fold.isAtom(built)
            && !(built instanceof Ir.Fail)
            && !Fold.isVirtualSet(built)
            && (context.isStep() || !Irs.readsNext(built));
    Ir kept = mayBeKept ? closure.scope.keep(closure.name, built) : built;
    closure.keep(primed, kept);
    return kept;
  }

  /** What a symbol stands for, if that is an expression whose scope is known. */
  Binding.@Nullable Closure closure(Expr expr, Context context) {
    return expr instanceof Expr.Apply apply
            && apply.args().isEmpty()
            && context.env().find(apply.operator()) instanceof Binding.Closure closure
        ? closure
        : null;
  }

  /** An operator that is an operand, on a value. */
  Ir operation(Expr operator, Ir operand, Context context) {
    if (operator instanceof Expr.OperatorArgument argument) {
      Binding binding = context.env().find(argument.operator());
      Binding.Operator known =
          binding instanceof Binding.Operator bound
              ? bound
              : new Binding.Operator(argument.operator(), context.env());
      if (known.symbol() instanceof Symbol.Defined definition
          && definition.params().size() == 1
          && !definition.isRecursive()) {
        Env env = known.env().with(definition.params().getFirst(), new Binding.Built(operand));
        return build(definition.body(), context.with(env));
      }
    }
    throw new UnsupportedException(operator.place(), "this operator as an operand");
  }

  private Ir call(Expr.Apply apply, Symbol.Defined definition, Env from, Context context) {
    boolean isGlobal = definition.params().isEmpty() && !from.isInstance();
    if (isGlobal) {
      Ir before = known.get(definition);
      if (before != null) {
        return before;
      }
    }
    if (definition.isRecursive()) {
      return recursive(apply, definition, from, context);
    }
    Ir built = expanded(apply, definition, from, context);
    if (isGlobal && Fold.isConstant(built)) {
      known.put(definition, built);
    }
    return built;
  }

  private Ir expanded(Expr.Apply apply, Symbol.Defined definition, Env from, Context context) {
    Scope scope = new Scope();
    return scope.around(build(definition.body(), bind(definition, apply, from, context, scope)));
  }

  /** Written out where that comes to an end, else a call of a routine. */
  private Ir recursive(Expr.Apply apply, Symbol.Defined definition, Env from, Context context) {
    int outer = depth.getOrDefault(definition, 0);
    boolean mayEnd =
        apply.args().stream().anyMatch(argument -> Fold.isConstant(build(argument, context)));
    if (outer > DEEPEST_EXPANSION) {
      throw new TooDeepException();
    }
    if (mayEnd) {
      depth.put(definition, outer + 1);
      try {
        return expanded(apply, definition, from, context);
      } catch (TooDeepException e) {
        if (outer > 0) {
          throw e;
        }
      } finally {
        depth.put(definition, outer);
      }
    }
    if (from.isInstance() && outer == 0) {
      throw new UnsupportedException(apply.place(), "recursion inside an instance");
    }
    List<Ir> args = new ArrayList<>();
    for (Expr argument : apply.args()) {
      args.add(build(argument, context));
    }
    return new Ir.Call(routine(apply, definition, context), args);
  }

  private Ir.Routine routine(Expr.Apply apply, Symbol.Defined definition, Context context) {
    RoutineKey key = new RoutineKey(definition, context.isPrimed(), context.isStep());
    Ir.Routine before = routines.get(key);
    if (before != null) {
      return before;
    }
    List<Local> params = new ArrayList<>();
    Env env = Env.EMPTY;
    for (Symbol.Param param : definition.params()) {
      if (param.arity() > 0) {
        throw new UnsupportedException(apply.place(), "recursion with an operator as operand");
      }
      Local local = new Local(param.name(), null);
      params.add(local);
      env = env.with(param, new Binding.Built(new Ir.Use(local)));
    }
    Ir.Routine routine = new Ir.Routine(definition.name(), params);
    routines.put(key, routine);
    routine.define(build(definition.body(), context.with(env)));
    return routine;
  }
}
