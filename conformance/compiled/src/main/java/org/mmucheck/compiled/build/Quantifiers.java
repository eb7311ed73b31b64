package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.ir.Op;
import org.mmucheck.compiled.value.BoolVal;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.UnsupportedException;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.tlc.syntax.Expr;
import org.mmucheck.tlc.syntax.Symbol;

/** Builds what binds names: quantifiers, sets and functions by a rule, CHOOSE. */
final class Quantifiers {
  /** How much code may come of writing a quantifier over a known set out. */
  private static final int WRITTEN_OUT = 400;

  private static final int MOST_ENTRIES = 16;

  private final Expressions expressions;
  private final Fold fold;

  Quantifiers(Expressions expressions, Fold fold) {
    this.expressions = expressions;
    this.fold = fold;
  }

  /** One name, or tuple of names, and its set. */
  private record Single(List<Symbol.Param> params, boolean isTuple, Expr set, String place) {}

  private static List<Single> singles(Expr.Apply apply) {
    List<Single> all = new ArrayList<>();
    for (Expr.Bound bound : apply.bounds()) {
      if (bound.isTuple()) {
        all.add(new Single(bound.params(), true, bound.set(), apply.place()));
      } else {
        for (Symbol.Param param : bound.params()) {
          all.add(new Single(List.of(param), false, bound.set(), apply.place()));
        }
      }
    }
    return all;
  }

  /** The scope in which the names of a bound stand for an element. */
  private Context bind(Single single, Ir element, Context context) {
    if (!single.isTuple()) {
      return context.with(single.params().getFirst(), new Binding.Built(element));
    }
    Context inner = context;
    for (int i = 0; i < single.params().size(); i++) {
      Ir part =
          fold.apply(Op.APPLY, element, Fold.constant(fold.operations().interner().of(i + 1)));
      inner = inner.with(single.params().get(i), new Binding.Built(part));
    }
    return inner;
  }

  private static String name(Single single) {
    return single.params().getFirst().name();
  }

  /** The set that a name ranges over; the sets of one quantifier do not speak of its names. */
  private Ir set(Single single, Context context) {
    Ir set = expressions.build(single.set(), context);
    if (set instanceof Ir.Apply apply && apply.op().isEndless()) {
      throw new UnsupportedException(single.place(), "a quantifier over a set without end");
    }
    return fold.listed(set);
  }

  Ir quantified(Expr.Apply apply, boolean isForAll, Context context) {
    List<Single> singles = singles(apply);
    List<Ir> sets = singles.stream().map(single -> set(single, context)).toList();
    return quantified(
        isForAll, singles, sets, 0, context, c -> expressions.build(apply.args().getFirst(), c));
  }

  private Ir quantified(
      boolean isForAll,
      List<Single> singles,
      List<Ir> sets,
      int next,
      Context context,
      Function<Context, Ir> body) {
    if (next == singles.size()) {
      return body.apply(context);
    }
    Single single = singles.get(next);
    BiFunction<Ir, Context, Ir> inner =
        (element, c) ->
            quantified(isForAll, singles, sets, next + 1, bind(single, element, c), body);
    Ir set = sets.get(next);
    if (set instanceof Ir.Const known && known.value() instanceof SetVal elements) {
      List<Ir> parts = new ArrayList<>();
      int size = 0;
      for (int i = 0; i < elements.size() && size < WRITTEN_OUT; i++) {
        Ir part = inner.apply(Fold.constant(elements.element(i)), context);
        parts.add(part);
        size += Irs.size(part, WRITTEN_OUT);
        if (part instanceof Ir.Const decided && decided.value() == BoolVal.of(!isForAll)) {
          break;
        }
        if (parts.size() == 2 && size / 2 * elements.size() > WRITTEN_OUT && !bothKnown(parts)) {
          size = WRITTEN_OUT;
        }
      }
      if (size < WRITTEN_OUT || parts.size() == elements.size()) {
        return isForAll ? Fold.and(parts) : Fold.or(parts);
      }
    }
    Local local = new Local(name(single), null);
    return new Ir.Quantified(isForAll, local, set, inner.apply(new Ir.Use(local), context));
  }

  private static boolean bothKnown(List<Ir> parts) {
    return parts.stream().allMatch(Fold::isConstant);
  }

  Ir choose(Expr.Apply apply, Context context) {
    Single single = only(apply);
    Expr set = single.set();
    Ir from = expressions.build(set, context);
    if (from instanceof Ir.Apply virtual && virtual.op().isEndless()) {
      throw new UnsupportedException(apply.place(), "CHOOSE from a set without end");
    }
    Ir listed = fold.listed(from);
    Expr body = apply.args().getFirst();
    if (listed instanceof Ir.Const known && known.value() instanceof SetVal elements) {
      for (int i = 0; i < elements.size(); i++) {
        Ir element = Fold.constant(elements.element(i));
        Ir holds = expressions.build(body, bind(single, element, context));
        if (!Fold.isConstant(holds)) {
          break;
        }
        if (Fold.value(holds) == BoolVal.TRUE) {
          return element;
        }
        if (i == elements.size() - 1) {
          return new Ir.Fail(apply.place() + ": CHOOSE finds no element");
        }
      }
    }
    Local local = new Local(name(single), null);
    return new Ir.Choose(
        local, listed, expressions.build(body, bind(single, new Ir.Use(local), context)));
  }

  private static Single only(Expr.Apply apply) {
    List<Single> singles = singles(apply);
    if (singles.size() != 1) {
      throw new UnsupportedException(apply.place(), "several names here");
    }
    return singles.getFirst();
  }

  /** {@code {x \in S : P}}. */
  Ir filtered(Expr.Apply apply, Context context) {
    Single single = only(apply);
    Ir set = set(single, context);
    Expr body = apply.args().getFirst();
    if (set instanceof Ir.Const known && known.value() instanceof SetVal elements) {
      List<Val> kept = new ArrayList<>();
      boolean isKnown = true;
      for (int i = 0; i < elements.size() && isKnown; i++) {
        Ir element = Fold.constant(elements.element(i));
        Ir holds = expressions.build(body, bind(single, element, context));
        isKnown = holds instanceof Ir.Const truth && truth.value() instanceof BoolVal;
        if (isKnown && Fold.value(holds) == BoolVal.TRUE) {
          kept.add(elements.element(i));
        }
      }
      if (isKnown) {
        return Fold.constant(fold.operations().interner().set(kept.toArray(new Val[0])));
      }
    }
    Local local = new Local(name(single), null);
    return new Ir.Filtered(
        local, set, expressions.build(body, bind(single, new Ir.Use(local), context)));
  }

  /** {@code {e : x \in S}}. */
  Ir mapped(Expr.Apply apply, Context context) {
    List<Single> singles = singles(apply);
    List<Ir> sets = singles.stream().map(single -> set(single, context)).toList();
    Expr body = apply.args().getFirst();
    List<Ir> written = new ArrayList<>();
    if (writeOut(singles, sets, 0, context, body, written)) {
      return fold.set(written);
    }
    List<Local> locals = new ArrayList<>();
    Context inner = context;
    for (Single single : singles) {
      Local local = new Local(name(single), null);
      locals.add(local);
      inner = bind(single, new Ir.Use(local), inner);
    }
    return new Ir.Mapped(locals, sets, expressions.build(body, inner));
  }

  private boolean writeOut(
      List<Single> singles, List<Ir> sets, int next, Context context, Expr body, List<Ir> written) {
    if (next == singles.size()) {
      Ir element = expressions.build(body, context);
      written.add(element);
      return Fold.isConstant(element) || written.size() <= MOST_ENTRIES;
    }
    if (!(sets.get(next) instanceof Ir.Const known && known.value() instanceof SetVal elements)) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      Context inner = bind(singles.get(next), Fold.constant(elements.element(i)), context);
      if (!writeOut(singles, sets, next + 1, inner, body, written)) {
        return false;
      }
    }
    return true;
  }

  /** {@code [x \in S |-> e]}. */
  Ir function(Expr.Apply apply, Context context) {
    List<Single> singles = singles(apply);
    Expr body = apply.args().getFirst();
    Ir domain =
        singles.size() == 1
            ? set(singles.getFirst(), context)
            : fold.listed(
                fold.product(singles.stream().map(single -> set(single, context)).toList()));
    Function<Ir, Ir> value = element -> expressions.build(body, bindAll(singles, element, context));
    if (domain instanceof Ir.Const known && known.value() instanceof SetVal keys) {
      List<Ir> values = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        values.add(value.apply(Fold.constant(keys.element(i))));
        if (i >= MOST_ENTRIES && !Fold.isConstant(values.getLast())) {
          break;
        }
      }
      if (values.size() == keys.size()) {
        return fold.entries(keys, values);
      }
    }
    Local local = new Local(name(singles.getFirst()), null);
    return new Ir.Function(local, domain, value.apply(new Ir.Use(local)));
  }

  private Context bindAll(List<Single> singles, Ir element, Context context) {
    if (singles.size() == 1) {
      return bind(singles.getFirst(), element, context);
    }
    Context inner = context;
    for (int i = 0; i < singles.size(); i++) {
      Ir key = Fold.constant(fold.operations().interner().of(i + 1));
      inner = bind(singles.get(i), fold.apply(Op.APPLY, element, key), inner);
    }
    return inner;
  }

  /**
   * Gives each element of what an {@code \E} or {@code \A} of an action ranges over, where all is
   * known.
   *
   * @return whether it was
   */
  boolean forEachKnown(
      Expr.Apply apply, Context context, java.util.function.Consumer<Context> body) {
    List<Single> singles = singles(apply);
    List<Ir> sets = singles.stream().map(single -> set(single, context)).toList();
    if (!sets.stream().allMatch(Fold::isConstant)) {
      return false;
    }
    forEachKnown(singles, sets, 0, context, body);
    return true;
  }

  private void forEachKnown(
      List<Single> singles,
      List<Ir> sets,
      int next,
      Context context,
      java.util.function.Consumer<Context> body) {
    if (next == singles.size()) {
      body.accept(context);
      return;
    }
    SetVal elements = org.mmucheck.compiled.value.Operations.set(Fold.value(sets.get(next)));
    for (int i = 0; i < elements.size(); i++) {
      forEachKnown(
          singles,
          sets,
          next + 1,
          bind(singles.get(next), Fold.constant(elements.element(i)), context),
          body);
    }
  }

  /** What an {@code \E} of an action ranges over: each local with its set, and the body's scope. */
  Context loops(Expr.Apply apply, Context context, List<Local> locals, List<Ir> sets) {
    Context inner = context;
    for (Single single : singles(apply)) {
      Local local = new Local(name(single), null);
      locals.add(local);
      sets.add(set(single, context));
      inner = bind(single, new Ir.Use(local), inner);
    }
    return inner;
  }
}
