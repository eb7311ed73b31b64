package org.mmucheck.compiled.build;

import java.util.List;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Op;
import org.mmucheck.compiled.value.Operations;

/** What an action says of a step whose successor is known. */
public final class Predicates {
  private final Fold fold;

  public Predicates(Operations operations) {
    fold = new Fold(operations);
  }

  /** The condition that the action is on a step. */
  public Ir of(Act act) {
    return switch (act) {
      case Act.Guard x -> x.condition();
      case Act.Assign x -> fold.apply(Op.EQUAL, new Ir.Var(x.variable(), true), x.value());
      case Act.AssignIn x -> fold.in(new Ir.Var(x.variable(), true), x.set());
      case Act.Sequence x -> Fold.and(all(x.parts()));
      case Act.Branch x -> Fold.or(all(x.alternatives()));
      case Act.Each x -> new Ir.Quantified(false, x.local(), x.set(), of(x.body()));
      case Act.Conditional x -> Fold.conditional(x.condition(), of(x.then()), of(x.otherwise()));
      case Act.Scope x -> new Ir.Let(x.locals(), of(x.body()));
    };
  }

  private List<Ir> all(List<Act> acts) {
    return acts.stream().map(this::of).toList();
  }
}
