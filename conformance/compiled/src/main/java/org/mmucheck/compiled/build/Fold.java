package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.ir.Op;
import org.mmucheck.compiled.value.BoolVal;
import org.mmucheck.compiled.value.EvaluationException;
import org.mmucheck.compiled.value.FunVal;
import org.mmucheck.compiled.value.IntVal;
import org.mmucheck.compiled.value.Operations;
import org.mmucheck.compiled.value.Order;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.Val;

/** Makes expressions, and evaluates what is known already. */
final class Fold {
  static final Ir TRUE = new Ir.Const(BoolVal.TRUE);
  static final Ir FALSE = new Ir.Const(BoolVal.FALSE);

  private static final int WRITTEN_OUT = 16;

  private final Operations operations;

  Fold(Operations operations) {
    this.operations = operations;
  }

  Operations operations() {
    return operations;
  }

  static Ir constant(Val value) {
    return new Ir.Const(value);
  }

  static boolean isConstant(Ir ir) {
    return ir instanceof Ir.Const;
  }

  static Val value(Ir ir) {
    return ((Ir.Const) ir).value();
  }

  /** Whether an expression costs nothing and cannot fail. */
  static boolean isAtom(Ir ir) {
    return ir instanceof Ir.Const || ir instanceof Ir.Var || ir instanceof Ir.Use;
  }

  /** Whether it is a set that is good for membership and need not be listed. */
  static boolean isVirtualSet(Ir ir) {
    return switch (ir) {
      case Ir.Product x -> true;
      case Ir.Apply x ->
          x.op().isEndless()
              || x.op() == Op.POWERSET
              || x.op() == Op.FUNCTIONS
              || (x.op() == Op.UNION && x.args().stream().anyMatch(Fold::isVirtualSet))
              || (x.op() == Op.DIFFERENCE && isVirtualSet(x.args().getFirst()));
      case Ir.If x -> isVirtualSet(x.then()) || isVirtualSet(x.otherwise());
      default -> false;
    };
  }

  static Ir and(List<Ir> parts) {
    return junction(parts, true);
  }

  static Ir or(List<Ir> parts) {
    return junction(parts, false);
  }

  /** Up to the part that decides; what is neutral is left out. */
  private static Ir junction(List<Ir> parts, boolean isAnd) {
    Val neutral = BoolVal.of(isAnd);
    List<Ir> kept = new ArrayList<>();
    for (Ir part : parts) {
      if (part instanceof Ir.Const known) {
        if (known.value() == neutral) {
          continue;
        }
        if (!(known.value() instanceof BoolVal)) {
          kept.add(new Ir.Fail(known.value() + " is no Boolean"));
          break;
        }
        kept.add(part);
        break;
      }
      if (isAnd && part instanceof Ir.And nested) {
        kept.addAll(nested.parts());
      } else if (!isAnd && part instanceof Ir.Or nested) {
        kept.addAll(nested.parts());
      } else {
        kept.add(part);
      }
    }
    if (kept.isEmpty()) {
      return constant(neutral);
    }
    if (kept.size() == 1) {
      return kept.getFirst();
    }
    return isAnd ? new Ir.And(kept) : new Ir.Or(kept);
  }

  static Ir not(Ir of) {
    return of instanceof Ir.Const known && known.value() instanceof BoolVal bool
        ? constant(BoolVal.of(!bool.value))
        : new Ir.Apply(Op.NOT, List.of(of));
  }

  static Ir conditional(Ir condition, Ir then, Ir otherwise) {
    if (condition instanceof Ir.Const known && known.value() instanceof BoolVal bool) {
      return bool.value ? then : otherwise;
    }
    return new Ir.If(condition, then, otherwise);
  }

  Ir apply(Op op, Ir... args) {
    return apply(op, List.of(args));
  }

  Ir apply(Op op, List<Ir> args) {
    boolean isListed = !op.isEndless() && op != Op.POWERSET && op != Op.FUNCTIONS;
    if (isListed && args.stream().allMatch(Fold::isConstant)) {
      try {
        return constant(evaluate(op, args.stream().map(Fold::value).toList()));
      } catch (EvaluationException e) {
        return new Ir.Fail(String.valueOf(e.getMessage()));
      }
    }
    if (op == Op.APPLY) {
      Ir known = selected(args.get(0), args.get(1));
      if (known != null) {
        return known;
      }
    }
    return new Ir.Apply(op, args);
  }

  /** The value of a function that is written out, at a known place; null where it is not known. */
  private static @Nullable Ir selected(Ir function, Ir argument) {
    if (function instanceof Ir.Entries entries
        && argument instanceof Ir.Const key
        && entries.values().stream().allMatch(Fold::isAtom)) {
      int place = entries.domain().indexOf(key.value());
      return place < 0 ? null : entries.values().get(place);
    }
    return null;
  }

  private Val evaluate(Op op, List<Val> args) {
    Val a = args.isEmpty() ? BoolVal.FALSE : args.getFirst();
    Val b = args.size() < 2 ? BoolVal.FALSE : args.get(1);
    return switch (op) {
      case NOT -> BoolVal.of(!Operations.truth(a));
      case EQUAL -> BoolVal.of(Order.equal(a, b));
      case IN -> BoolVal.of(Operations.in(a, b));
      case SUBSET_EQ -> BoolVal.of(Operations.subset(a, b));
      case LESS -> BoolVal.of(Operations.number(a) < Operations.number(b));
      case LESS_EQ -> BoolVal.of(Operations.number(a) <= Operations.number(b));
      case ADD -> number((long) Operations.number(a) + Operations.number(b));
      case SUBTRACT -> number((long) Operations.number(a) - Operations.number(b));
      case NEGATE -> number(-(long) Operations.number(a));
      case MULTIPLY -> number((long) Operations.number(a) * Operations.number(b));
      case DIVIDE -> number(Operations.divided(Operations.number(a), Operations.number(b)));
      case REMAINDER -> number(Operations.remainder(Operations.number(a), Operations.number(b)));
      case RANGE -> operations.interner().range(Operations.number(a), Operations.number(b));
      case APPLY -> Operations.apply(a, b);
      case DOMAIN -> Operations.domain(a);
      case UNION -> operations.union(a, b);
      case INTERSECTION -> operations.intersection(a, b);
      case DIFFERENCE -> operations.difference(a, b);
      case UNION_OF -> operations.unionOf(a);
      case POWERSET -> operations.powerset(a);
      case FUNCTIONS -> operations.functions(a, b);
      case CARDINALITY -> operations.cardinality(a);
      case LENGTH -> operations.length(a);
      case HEAD -> Operations.head(a);
      case TAIL -> operations.tail(a);
      case APPEND -> operations.append(a, b);
      case CONCATENATION -> operations.concatenation(a, b);
      case SUB_SEQUENCE -> operations.subSequence(a, b, args.get(2));
      case TEXT_OF -> operations.textOf(a);
      case SINGLETON -> operations.singleton(a, b);
      case MERGED -> operations.merged(a, b);
      case IS_SEQUENCE_OVER -> BoolVal.of(Operations.isSequenceOver(a, b));
      case IS_NATURAL -> BoolVal.of(Operations.isNatural(a));
      case IS_INTEGER -> BoolVal.of(Operations.isInteger(a));
      case IS_STRING -> BoolVal.of(Operations.isString(a));
      case IN_RANGE -> BoolVal.of(Operations.inRange(a, b, args.get(2)));
      case HAS_DOMAIN -> BoolVal.of(Operations.hasDomain(a, b));
      case SEQUENCES, NATURALS, INTEGERS, STRINGS ->
          throw new EvaluationException("a set without end cannot be listed");
    };
  }

  private Val number(long value) {
    return operations.interner().of(Operations.exact(value));
  }

  /** A virtual set as a value, where it is known; any other expression as it is. */
  Ir listed(Ir set) {
    try {
      if (set instanceof Ir.Apply apply
          && !apply.op().isEndless()
          && apply.args().stream().map(this::listed).allMatch(Fold::isConstant)) {
        return constant(
            evaluate(
                apply.op(), apply.args().stream().map(this::listed).map(Fold::value).toList()));
      }
      if (set instanceof Ir.Product product
          && product.sets().stream().map(this::listed).allMatch(Fold::isConstant)) {
        Val[] sets = product.sets().stream().map(this::listed).map(Fold::value).toArray(Val[]::new);
        return constant(operations.product(product.domain(), sets));
      }
    } catch (EvaluationException e) {
      return new Ir.Fail(String.valueOf(e.getMessage()));
    }
    return set;
  }

  /** {@code A \X B}. */
  Ir product(List<Ir> sets) {
    return new Ir.Product(operations.interner().range(1, sets.size()), sets);
  }

  Ir entries(SetVal domain, List<Ir> values) {
    if (values.stream().allMatch(Fold::isConstant)) {
      return constant(
          operations
              .interner()
              .function(domain, values.stream().map(Fold::value).toArray(Val[]::new)));
    }
    return new Ir.Entries(domain, values);
  }

  Ir set(List<Ir> elements) {
    if (elements.stream().allMatch(Fold::isConstant)) {
      try {
        return constant(
            operations.interner().set(elements.stream().map(Fold::value).toArray(Val[]::new)));
      } catch (EvaluationException e) {
        return new Ir.Fail(String.valueOf(e.getMessage()));
      }
    }
    return new Ir.Listed(elements);
  }

  Ir except(Ir function, List<Ir> path, Local at, Ir value) {
    Ir written = function;
    if (function instanceof Ir.Const known
        && known.value() instanceof FunVal f
        && f.domain.size() <= WRITTEN_OUT) {
      List<Ir> values = new ArrayList<>();
      for (int i = 0; i < f.domain.size(); i++) {
        values.add(constant(f.value(i)));
      }
      written = new Ir.Entries(f.domain, values);
    }
    boolean usesAt = uses(value, at);
    if (written instanceof Ir.Entries entries
        && path.size() == 1
        && path.getFirst() instanceof Ir.Const key
        && !usesAt) {
      int place = entries.domain().indexOf(key.value());
      if (place >= 0 && isAtom(entries.values().get(place))) {
        List<Ir> values = new ArrayList<>(entries.values());
        values.set(place, value);
        return entries(entries.domain(), values);
      }
    }
    return new Ir.Except(function, path, at, value);
  }

  private static boolean uses(Ir ir, Local local) {
    boolean[] found = {false};
    Irs.forEach(ir, node -> found[0] |= node instanceof Ir.Use use && use.local() == local);
    return found[0];
  }

  /** Whether a value is a member of a set, which need not be listed for it. */
  Ir in(Ir value, Ir set) {
    return switch (set) {
      case Ir.Apply x when x.op() == Op.POWERSET && isVirtualSet(x.args().getFirst()) ->
          new Ir.Fail("the subsets of a set that cannot be listed");
      case Ir.Apply x when x.op() == Op.POWERSET -> apply(Op.SUBSET_EQ, value, x.args().getFirst());
      case Ir.Apply x when x.op() == Op.NATURALS -> apply(Op.IS_NATURAL, value);
      case Ir.Apply x when x.op() == Op.INTEGERS -> apply(Op.IS_INTEGER, value);
      case Ir.Apply x when x.op() == Op.STRINGS -> apply(Op.IS_STRING, value);
      case Ir.Apply x when x.op() == Op.SEQUENCES ->
          isVirtualSet(x.args().getFirst())
              ? sequenceOver(value, x.args().getFirst())
              : apply(Op.IS_SEQUENCE_OVER, value, x.args().getFirst());
      case Ir.Apply x when x.op() == Op.RANGE ->
          apply(Op.IN_RANGE, value, x.args().get(0), x.args().get(1));
      case Ir.Apply x when x.op() == Op.FUNCTIONS ->
          inFunctions(value, x.args().get(0), x.args().get(1));
      case Ir.Apply x when x.op() == Op.UNION && isVirtualSet(set) ->
          or(List.of(in(value, x.args().get(0)), in(value, x.args().get(1))));
      case Ir.Apply x when x.op() == Op.DIFFERENCE && isVirtualSet(set) ->
          and(List.of(in(value, x.args().get(0)), not(in(value, x.args().get(1)))));
      case Ir.Product x -> {
        List<Ir> parts = new ArrayList<>();
        parts.add(apply(Op.HAS_DOMAIN, value, constant(x.domain())));
        for (int i = 0; i < x.sets().size(); i++) {
          parts.add(in(apply(Op.APPLY, value, constant(x.domain().element(i))), x.sets().get(i)));
        }
        yield and(parts);
      }
      case Ir.If x when isVirtualSet(set) ->
          conditional(x.condition(), in(value, x.then()), in(value, x.otherwise()));
      default -> apply(Op.IN, value, set);
    };
  }

  private Ir sequenceOver(Ir value, Ir set) {
    Local place = new Local("i", null);
    Ir element = new Ir.Apply(Op.APPLY, List.of(value, new Ir.Use(place)));
    Ir domain = apply(Op.RANGE, constant(operations.interner().of(1)), apply(Op.LENGTH, value));
    return new Ir.Quantified(true, place, domain, in(element, set));
  }

  private Ir inFunctions(Ir value, Ir domain, Ir range) {
    List<Ir> parts = new ArrayList<>();
    parts.add(apply(Op.HAS_DOMAIN, value, domain));
    if (domain instanceof Ir.Const known
        && known.value() instanceof SetVal keys
        && keys.size() <= WRITTEN_OUT) {
      for (int i = 0; i < keys.size(); i++) {
        parts.add(in(apply(Op.APPLY, value, constant(keys.element(i))), range));
      }
    } else {
      Local key = new Local("key", null);
      Ir entry = new Ir.Apply(Op.APPLY, List.of(value, new Ir.Use(key)));
      parts.add(new Ir.Quantified(true, key, domain, in(entry, range)));
    }
    return and(parts);
  }

  /** The number that is known, if it is one. */
  static @Nullable Integer number(Ir ir) {
    return ir instanceof Ir.Const known && known.value() instanceof IntVal number
        ? (Integer) number.value
        : null;
  }
}
