package org.mmucheck.compiled;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;

/**
 * Puts others in the place of expressions and actions, from the leaves up; the initial predicate
 * stays as it is.
 */
final class Rewriting {
  private final UnaryOperator<Ir> expressions;
  private final UnaryOperator<Act> actions;
  private final Map<Local, Local> locals = new IdentityHashMap<>();

  Rewriting(UnaryOperator<Ir> expressions, UnaryOperator<Act> actions) {
    this.expressions = expressions;
    this.actions = actions;
  }

  Program of(Program program) {
    return new Program(
        program.operations(),
        program.variables(),
        program.initial(),
        program.actions().stream()
            .map(each -> new Program.Instance(each.name(), each.args(), of(each.act())))
            .toList(),
        checks(program.invariants()),
        checks(program.initially()),
        program.steps().stream()
            .map(
                each ->
                    new Program.StepCheck(each.property(), of(each.formula()), each.subscript()))
            .toList(),
        program.temporal(),
        program.checksDeadlock());
  }

  private List<Program.Check> checks(List<Program.Check> checks) {
    return checks.stream()
        .map(each -> new Program.Check(each.property(), of(each.formula())))
        .toList();
  }

  private Act of(Act act) {
    return actions.apply(
        switch (act) {
          case Act.Guard x -> new Act.Guard(of(x.condition()));
          case Act.Assign x -> new Act.Assign(x.variable(), of(x.value()));
          case Act.AssignIn x -> new Act.AssignIn(x.variable(), of(x.set()));
          case Act.Sequence x -> new Act.Sequence(x.parts().stream().map(this::of).toList());
          case Act.Branch x -> new Act.Branch(x.alternatives().stream().map(this::of).toList());
          case Act.Each x -> new Act.Each(x.local(), of(x.set()), of(x.body()));
          case Act.Conditional x ->
              new Act.Conditional(of(x.condition()), of(x.then()), of(x.otherwise()));
          case Act.Scope x -> new Act.Scope(kept(x.locals()), of(x.body()));
        });
  }

  private List<Local> kept(List<Local> all) {
    return all.stream().map(this::of).toList();
  }

  private Local of(Local local) {
    Ir value = local.value();
    if (value == null) {
      return local;
    }
    Local before = locals.get(local);
    if (before == null) {
      before = new Local(local.toString(), of(value));
      locals.put(local, before);
    }
    return before;
  }

  private List<Ir> all(List<Ir> some) {
    return some.stream().map(this::of).toList();
  }

  Ir of(Ir ir) {
    return expressions.apply(
        switch (ir) {
          case Ir.Const x -> x;
          case Ir.Var x -> x;
          case Ir.Fail x -> x;
          case Ir.Use x -> new Ir.Use(of(x.local()));
          case Ir.Apply x -> new Ir.Apply(x.op(), all(x.args()));
          case Ir.And x -> new Ir.And(all(x.parts()));
          case Ir.Or x -> new Ir.Or(all(x.parts()));
          case Ir.If x -> new Ir.If(of(x.condition()), of(x.then()), of(x.otherwise()));
          case Ir.Let x -> new Ir.Let(kept(x.locals()), of(x.body()));
          case Ir.Quantified x ->
              new Ir.Quantified(x.isForAll(), x.local(), of(x.set()), of(x.body()));
          case Ir.Choose x -> new Ir.Choose(x.local(), of(x.set()), of(x.body()));
          case Ir.Filtered x -> new Ir.Filtered(x.local(), of(x.set()), of(x.body()));
          case Ir.Selected x -> new Ir.Selected(x.local(), of(x.sequence()), of(x.body()));
          case Ir.Mapped x -> new Ir.Mapped(x.locals(), all(x.sets()), of(x.body()));
          case Ir.Function x -> new Ir.Function(x.local(), of(x.domain()), of(x.body()));
          case Ir.Entries x -> new Ir.Entries(x.domain(), all(x.values()));
          case Ir.Product x -> new Ir.Product(x.domain(), all(x.sets()));
          case Ir.Listed x -> new Ir.Listed(all(x.elements()));
          case Ir.Except x -> new Ir.Except(of(x.function()), all(x.path()), x.at(), of(x.value()));
          case Ir.Call x -> new Ir.Call(x.routine(), all(x.args()));
        });
  }
}
