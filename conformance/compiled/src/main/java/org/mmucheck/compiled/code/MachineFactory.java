package org.mmucheck.compiled.code;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.build.Irs;
import org.mmucheck.compiled.build.Predicates;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Compiles a program, and makes a machine for each thread that wants one. */
public final class MachineFactory {
  /** What does not depend on the state is evaluated in each, the initial ones above all. */
  private static final long ALWAYS = -1L;

  private static final String HOLDS = "holds";
  private static final String BY_CHANGE = "(J)Z";

  private final Program program;
  private final Predicates predicates;
  private final PartClasses classes;
  private final Machine.Parts parts;

  public MachineFactory(Program program) {
    this(program, PartClasses.shared());
  }

  MachineFactory(Program program, PartClasses classes) {
    this.program = program;
    this.classes = classes;
    predicates = new Predicates(program.operations());
    parts =
        new Machine.Parts(
            action(program.initial()),
            program.actions().stream().map(each -> action(each.act())).toList(),
            program.invariants().stream().map(each -> invariant(each.formula())).toList(),
            program.initially().stream().map(each -> formula(each.formula(), null)).toList(),
            program.steps().stream()
                .map(each -> formula(each.formula(), each.subscript()))
                .toList());
  }

  /** A machine for one thread. */
  public Machine create() {
    return new Machine(program.operations(), program.variables().size(), parts);
  }

  private CompiledPart action(Act act) {
    Locals locals = new Locals();
    locals.count(act);
    ClassCode code = new ClassCode(locals);
    new ActCode(code, predicates, program.variables()).method("run", act);
    return classes.part(code);
  }

  /** An invariant's conjuncts depend on less than the whole. */
  private CompiledPart invariant(Ir formula) {
    List<List<Ir>> groups =
        formula instanceof Ir.And all ? Code.groups(all.parts()) : List.of(List.of(formula));
    return formula(formula, groups, null);
  }

  private CompiledPart formula(Ir formula, @Nullable Long mask) {
    return formula(formula, List.of(List.of(formula)), mask);
  }

  /**
   * @param groups the conjuncts of the formula, each group in a method of its own
   * @param mask the variables that matter; null where they are those of each conjunct
   */
  private CompiledPart formula(Ir formula, List<List<Ir>> groups, @Nullable Long mask) {
    Locals locals = new Locals();
    locals.count(formula);
    ClassCode code = new ClassCode(locals);
    if (groups.size() == 1) {
      code.later(holds(HOLDS), body -> group(body, groups.getFirst(), mask), ALWAYS);
      return classes.part(code);
    }
    List<ClassCode.Method> methods =
        IntStream.range(0, groups.size()).mapToObj(i -> holds(HOLDS + i)).toList();
    code.later(holds(HOLDS), body -> all(body, methods), ALWAYS);
    for (int i = 0; i < groups.size(); i++) {
      List<Ir> group = groups.get(i);
      code.later(methods.get(i), body -> group(body, group, mask), ALWAYS);
    }
    return classes.part(code);
  }

  private static ClassCode.Method holds(String name) {
    return new ClassCode.Method(name, BY_CHANGE, List.of());
  }

  /** Tells whether all of some methods tell that what they are about holds. */
  private static void all(Code code, List<ClassCode.Method> methods) {
    Label broken = new Label();
    for (ClassCode.Method method : methods) {
      code.out.visitVarInsn(Opcodes.ALOAD, 0);
      code.out.visitVarInsn(Opcodes.LLOAD, 1);
      code.invoke(method);
      code.out.visitJumpInsn(Opcodes.IFEQ, broken);
    }
    verdict(code, broken);
  }

  /** Tells whether some formulas are TRUE. One is not evaluated where nothing of it has changed. */
  private static void group(Code code, List<Ir> group, @Nullable Long mask) {
    code.newSlot();
    code.newSlot(); // the variables that have changed
    Label broken = new Label();
    for (Ir formula : group) {
      Label skip = new Label();
      long reads = mask == null ? Irs.variables(formula, false) : mask;
      code.out.visitVarInsn(Opcodes.LLOAD, 1);
      code.out.visitLdcInsn(reads == 0 ? ALWAYS : reads);
      code.out.visitInsn(Opcodes.LAND);
      code.out.visitInsn(Opcodes.LCONST_0);
      code.out.visitInsn(Opcodes.LCMP);
      code.out.visitJumpInsn(Opcodes.IFEQ, skip);
      code.condition(formula, false, broken);
      code.out.visitLabel(skip);
    }
    verdict(code, broken);
  }

  private static void verdict(Code code, Label broken) {
    code.push(1);
    code.out.visitInsn(Opcodes.IRETURN);
    code.out.visitLabel(broken);
    code.push(0);
    code.out.visitInsn(Opcodes.IRETURN);
  }
}
