package org.mmucheck.compiled.code;

import java.util.List;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.ir.Op;
import org.mmucheck.compiled.value.BoolVal;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The code of expressions that are true or false, as jumps. */
final class Conditions {
  private static final String VAL = Code.VAL;

  private final Code code;

  Conditions(Code code) {
    this.code = code;
  }

  /** Whether an expression is a Boolean, by its form. */
  static boolean isPredicate(Ir ir) {
    return switch (ir) {
      case Ir.And x -> true;
      case Ir.Or x -> true;
      case Ir.Quantified x -> true;
      case Ir.Apply x -> x.op().isPredicate();
      case Ir.Const x -> x.value() instanceof BoolVal;
      case Ir.If x -> isPredicate(x.then()) && isPredicate(x.otherwise());
      case Ir.Let x -> isPredicate(x.body());
      default -> false;
    };
  }

  void emit(Ir ir, boolean wanted, Label target) {
    switch (ir) {
      case Ir.Const x -> {
        if ((x.value() == BoolVal.TRUE) == wanted) {
          code.out.visitJumpInsn(Opcodes.GOTO, target);
        }
      }
      case Ir.And x -> junction(x.parts(), true, wanted, target);
      case Ir.Or x -> junction(x.parts(), false, wanted, target);
      case Ir.If x -> {
        Label otherwise = new Label();
        Label end = new Label();
        code.condition(x.condition(), false, otherwise);
        code.condition(x.then(), wanted, target);
        code.out.visitJumpInsn(Opcodes.GOTO, end);
        code.out.visitLabel(otherwise);
        code.condition(x.otherwise(), wanted, target);
        code.out.visitLabel(end);
      }
      case Ir.Let x -> {
        code.open(x.locals());
        code.condition(x.body(), wanted, target);
      }
      case Ir.Quantified x -> quantified(x, wanted, target);
      case Ir.Apply x -> apply(x, wanted, target);
      default -> throw new IllegalStateException("no predicate: " + ir);
    }
  }

  private void junction(List<Ir> parts, boolean isAnd, boolean wanted, Label target) {
    List<List<Ir>> groups = Code.groups(parts);
    List<Ir> all =
        groups.size() == 1
            ? parts
            : groups.stream()
                .<Ir>map(group -> isAnd ? new Ir.And(group) : new Ir.Or(group))
                .toList();
    if (wanted != isAnd) { // one part decides
      all.forEach(part -> code.condition(part, wanted, target));
      return;
    }
    Label end = new Label();
    all.subList(0, all.size() - 1).forEach(part -> code.condition(part, !wanted, end));
    code.condition(all.getLast(), wanted, target);
    code.out.visitLabel(end);
  }

  private void quantified(Ir.Quantified quantified, boolean wanted, Label target) {
    Local local = quantified.local();
    Code.Loop loop = code.loop(code.set(quantified.set()), local);
    boolean decisive = !quantified.isForAll();
    if (wanted == decisive) {
      code.condition(quantified.body(), decisive, target);
      code.again(loop);
      return;
    }
    Label decided = new Label();
    code.condition(quantified.body(), decisive, decided);
    code.again(loop);
    code.out.visitJumpInsn(Opcodes.GOTO, target);
    code.out.visitLabel(decided);
  }

  private void apply(Ir.Apply apply, boolean wanted, Label target) {
    MethodVisitor out = code.out;
    List<Ir> args = apply.args();
    switch (apply.op()) {
      case NOT -> {
        code.condition(args.getFirst(), !wanted, target);
        return;
      }
      case LESS, LESS_EQ -> {
        code.number(args.get(0));
        code.number(args.get(1));
        out.visitJumpInsn(comparison(apply.op(), wanted), target);
        return;
      }
      default -> args.forEach(code::value);
    }
    String two = "(" + VAL + VAL + ")Z";
    switch (apply.op()) {
      case EQUAL -> code.invokeStatic(ClassCode.PART, "equal", two);
      case IN -> code.invokeStatic(Code.OPERATIONS, "in", two);
      case SUBSET_EQ -> code.invokeStatic(Code.OPERATIONS, "subset", two);
      case IS_SEQUENCE_OVER -> code.invokeStatic(Code.OPERATIONS, "isSequenceOver", two);
      case HAS_DOMAIN -> code.invokeStatic(Code.OPERATIONS, "hasDomain", two);
      case IS_NATURAL -> code.invokeStatic(Code.OPERATIONS, "isNatural", "(" + VAL + ")Z");
      case IS_INTEGER -> code.invokeStatic(Code.OPERATIONS, "isInteger", "(" + VAL + ")Z");
      case IS_STRING -> code.invokeStatic(Code.OPERATIONS, "isString", "(" + VAL + ")Z");
      case IN_RANGE -> code.invokeStatic(Code.OPERATIONS, "inRange", "(" + VAL + VAL + VAL + ")Z");
      default -> throw new IllegalStateException("no predicate: " + apply.op());
    }
    out.visitJumpInsn(wanted ? Opcodes.IFNE : Opcodes.IFEQ, target);
  }

  private static int comparison(Op op, boolean wanted) {
    if (op == Op.LESS) {
      return wanted ? Opcodes.IF_ICMPLT : Opcodes.IF_ICMPGE;
    }
    return wanted ? Opcodes.IF_ICMPLE : Opcodes.IF_ICMPGT;
  }
}
