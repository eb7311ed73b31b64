package org.mmucheck.compiled.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;

/** Walks over the intermediate form. */
public final class Irs {
  private Irs() {}

  /** The parts of an expression, not those of the locals that it uses. */
  public static List<Ir> children(Ir ir) {
    return switch (ir) {
      case Ir.Const x -> List.of();
      case Ir.Var x -> List.of();
      case Ir.Use x -> List.of();
      case Ir.Fail x -> List.of();
      case Ir.Apply x -> x.args();
      case Ir.And x -> x.parts();
      case Ir.Or x -> x.parts();
      case Ir.If x -> List.of(x.condition(), x.then(), x.otherwise());
      case Ir.Let x -> List.of(x.body());
      case Ir.Quantified x -> List.of(x.set(), x.body());
      case Ir.Choose x -> List.of(x.set(), x.body());
      case Ir.Filtered x -> List.of(x.set(), x.body());
      case Ir.Selected x -> List.of(x.sequence(), x.body());
      case Ir.Mapped x -> plus(x.sets(), x.body());
      case Ir.Function x -> List.of(x.domain(), x.body());
      case Ir.Entries x -> x.values();
      case Ir.Product x -> x.sets();
      case Ir.Listed x -> x.elements();
      case Ir.Except x -> {
        List<Ir> all = plus(x.path(), x.value());
        all.add(0, x.function());
        yield all;
      }
      case Ir.Call x -> x.args();
    };
  }

  private static List<Ir> plus(List<Ir> some, Ir last) {
    List<Ir> all = new ArrayList<>(some);
    all.add(last);
    return all;
  }

  /** The number of nodes, but no more than {@code most}; a local counts where it is bound. */
  public static int size(Ir ir, int most) {
    int size = 1;
    if (ir instanceof Ir.Let let) {
      for (Local local : let.locals()) {
        Ir value = local.value();
        size += value == null ? 0 : size(value, most - size);
      }
    }
    for (Ir child : children(ir)) {
      if (size >= most) {
        return most;
      }
      size += size(child, most - size);
    }
    return size;
  }

  /** Whether an expression speaks of the successor. */
  public static boolean readsNext(Ir ir) {
    return (variables(ir, true)) != 0;
  }

  /** The variables that an expression reads, of the successor or of the state, as bits. */
  public static long variables(Ir ir, boolean isNext) {
    long[] bits = {0};
    forEach(
        ir,
        node -> {
          if (node instanceof Ir.Var variable && variable.isNext() == isNext) {
            bits[0] |= 1L << variable.index();
          }
        });
    return bits[0];
  }

  /** Visits an expression, what its locals stand for and the bodies of routines that it calls. */
  public static void forEach(Ir ir, Consumer<Ir> visitor) {
    new Walk(visitor).visit(ir);
  }

  /** The expressions that stand in an action. */
  public static List<Ir> expressions(Act act) {
    List<Ir> all = new ArrayList<>();
    collect(act, all);
    return all;
  }

  private static void collect(Act act, List<Ir> all) {
    switch (act) {
      case Act.Guard x -> all.add(x.condition());
      case Act.Assign x -> all.add(x.value());
      case Act.AssignIn x -> all.add(x.set());
      case Act.Sequence x -> x.parts().forEach(part -> collect(part, all));
      case Act.Branch x -> x.alternatives().forEach(part -> collect(part, all));
      case Act.Each x -> {
        all.add(x.set());
        collect(x.body(), all);
      }
      case Act.Conditional x -> {
        all.add(x.condition());
        collect(x.then(), all);
        collect(x.otherwise(), all);
      }
      case Act.Scope x -> collect(x.body(), all);
    }
  }

  private static final class Walk {
    private final Consumer<Ir> visitor;
    private final java.util.Set<Object> seen =
        java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());

    Walk(Consumer<Ir> visitor) {
      this.visitor = visitor;
    }

    void visit(Ir ir) {
      visitor.accept(ir);
      if (ir instanceof Ir.Use use && seen.add(use.local())) {
        Ir value = use.local().value();
        if (value != null) {
          visit(value);
        }
      }
      if (ir instanceof Ir.Call call && seen.add(call.routine())) {
        visit(call.routine().body());
      }
      children(ir).forEach(this::visit);
    }
  }
}
