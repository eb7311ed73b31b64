package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Op;

/** What a compiler may get wrong. */
enum Mistake {
  /** Of two updates of one EXCEPT the first counts. */
  EXCEPT_IN_WRONG_ORDER(
      ir ->
          ir instanceof Ir.Except outer && outer.function() instanceof Ir.Except inner
              ? new Ir.Except(
                  new Ir.Except(inner.function(), outer.path(), outer.at(), outer.value()),
                  inner.path(),
                  inner.at(),
                  inner.value())
              : ir,
      act -> act),
  /** A primed variable is read from the state that the step starts from. */
  PRIMED_READ_EARLY(
      ir ->
          ir instanceof Ir.Var variable && variable.isNext()
              ? new Ir.Var(variable.index(), false)
              : ir,
      act -> act),
  /** A disjunction ends with its first alternative. */
  FIRST_ALTERNATIVE_ONLY(
      ir -> ir,
      act ->
          act instanceof Act.Branch branch && branch.alternatives().size() > 1
              ? branch.alternatives().getFirst()
              : act),
  /** What follows an assignment to a variable that has a value already is forgotten. */
  SECOND_ASSIGNMENT_LOST(
      ir -> ir,
      act -> {
        if (!(act instanceof Act.Sequence all)) {
          return act;
        }
        List<Act> kept = new ArrayList<>();
        boolean hasAssigned = false;
        for (Act part : all.parts()) {
          if (!(part instanceof Act.Guard) || !hasAssigned) {
            kept.add(part);
          }
          hasAssigned |= part instanceof Act.Assign;
        }
        return new Act.Sequence(kept);
      }),
  /** {@code x' \in S} takes one element. */
  ONE_ELEMENT_ONLY(
      ir -> ir,
      act ->
          act instanceof Act.AssignIn in && in.set() instanceof Ir.Listed listed
              ? new Act.AssignIn(in.variable(), new Ir.Listed(listed.elements().subList(0, 1)))
              : act),
  /** IF takes the other branch. */
  BRANCHES_SWAPPED(
      ir ->
          ir instanceof Ir.If choice
              ? new Ir.If(choice.condition(), choice.otherwise(), choice.then())
              : ir,
      act -> act),
  /** The operands of a set difference are the wrong way round. */
  DIFFERENCE_TURNED(swap(Op.DIFFERENCE), act -> act),
  /** {@code \A} over the empty set is FALSE, as is {@code \A} where it should be {@code \E}. */
  FOR_ALL_AS_EXISTS(
      ir ->
          ir instanceof Ir.Quantified all && all.isForAll()
              ? new Ir.Quantified(false, all.local(), all.set(), all.body())
              : ir,
      act -> act),
  /** The operands of a comparison are the wrong way round. */
  LESS_TURNED(swap(Op.LESS), act -> act),
  /** A filter keeps everything. */
  FILTER_LOST(ir -> ir instanceof Ir.Filtered filtered ? filtered.set() : ir, act -> act),
  /** The union of sets is their intersection. */
  UNION_AS_INTERSECTION(
      ir ->
          ir instanceof Ir.Apply apply && apply.op() == Op.UNION
              ? new Ir.Apply(Op.INTERSECTION, apply.args())
              : ir,
      act -> act);

  private final UnaryOperator<Ir> expressions;
  private final UnaryOperator<Act> actions;

  Mistake(UnaryOperator<Ir> expressions, UnaryOperator<Act> actions) {
    this.expressions = expressions;
    this.actions = actions;
  }

  /** The program as a compiler with this mistake would have it. */
  Program in(Program program) {
    return new Rewriting(expressions, actions).of(program);
  }

  private static UnaryOperator<Ir> swap(Op op) {
    return ir ->
        ir instanceof Ir.Apply apply && apply.op() == op
            ? new Ir.Apply(op, apply.args().reversed())
            : ir;
  }
}
