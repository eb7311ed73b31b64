package org.mmucheck.compiled.code;

import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.build.Irs;
import org.mmucheck.compiled.build.Predicates;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.value.Operations;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Compiles a program, and makes a machine for each thread that wants one. */
public final class MachineFactory {
  private static final String BY_CHANGE = "(J)I";

  /** What does not depend on the state is evaluated in each, the initial ones above all. */
  private static final long ALWAYS = -1L;

  private static final String INVARIANT = "invariant";

  private final Program program;
  private final Constructor<?> constructor;

  public MachineFactory(Program program) {
    this.program = program;
    ClassCode code = new ClassCode(locals(program));
    ActCode acts =
        new ActCode(code, new Predicates(program.operations()), program.variables().size());
    acts.method("initial", program.initial());
    for (int i = 0; i < program.actions().size(); i++) {
      acts.method("a" + i, program.actions().get(i).act());
    }
    code.method("act", "(I)V", out -> dispatch(out, program.actions().size()));
    List<Ir> invariants = program.invariants().stream().map(Program.Check::formula).toList();
    checks(code, INVARIANT, BY_CHANGE, List.of(), invariants);
    List<Ir> initially = program.initially().stream().map(Program.Check::formula).toList();
    checks(code, "initially", "()I", List.of(), initially);
    checks(
        code,
        "step",
        BY_CHANGE,
        program.steps().stream().map(Program.StepCheck::subscript).toList(),
        program.steps().stream().map(Program.StepCheck::formula).toList());
    byte[] classFile = code.finish(program.variables().size());
    try {
      constructor =
          new MachineLoader(code.constants())
              .define(classFile)
              .getDeclaredConstructor(Operations.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A machine for one thread. */
  public Machine create() {
    try {
      return (Machine) constructor.newInstance(program.operations());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the compiled class does not load", e);
    }
  }

  private static Locals locals(Program program) {
    Locals locals = new Locals();
    locals.count(program.initial());
    program.actions().forEach(action -> locals.count(action.act()));
    program.invariants().forEach(check -> locals.count(check.formula()));
    program.initially().forEach(check -> locals.count(check.formula()));
    program.steps().forEach(check -> locals.count(check.formula()));
    return locals;
  }

  private static void dispatch(MethodVisitor out, int actions) {
    Label none = new Label();
    Label[] labels = new Label[actions];
    for (int i = 0; i < actions; i++) {
      labels[i] = new Label();
    }
    out.visitVarInsn(Opcodes.ILOAD, 1);
    if (actions == 0) {
      out.visitInsn(Opcodes.POP);
    } else {
      out.visitTableSwitchInsn(0, actions - 1, none, labels);
    }
    for (int i = 0; i < actions; i++) {
      out.visitLabel(labels[i]);
      out.visitVarInsn(Opcodes.ALOAD, 0);
      out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, ClassCode.NAME, "a" + i, "()V", false);
      out.visitInsn(Opcodes.RETURN);
    }
    out.visitLabel(none);
    out.visitInsn(Opcodes.RETURN);
  }

  /**
   * A method that gives the index of the first formula that is FALSE. With masks, a formula is not
   * evaluated where none of its variables has changed.
   */
  private static void checks(
      ClassCode code, String name, String descriptor, List<Long> masks, List<Ir> formulas) {
    boolean isByChange = descriptor.equals(BY_CHANGE);
    code.later(
        new ClassCode.Method(name, descriptor, List.of()),
        body -> {
          for (int i = 0; i < formulas.size(); i++) {
            Ir formula = formulas.get(i);
            for (List<Ir> group : groups(formula, name)) {
              ClassCode.Method part = code.method(name, List.of(), "Z");
              ClassCode.Method whole =
                  new ClassCode.Method(part.name(), isByChange ? "(J)Z" : "()Z", List.of());
              Long mask = masks.isEmpty() || group.size() > 1 ? null : masks.get(i);
              code.later(whole, inner -> group(inner, group, isByChange, mask), -1L);
              body.out.visitVarInsn(Opcodes.ALOAD, 0);
              if (isByChange) {
                body.out.visitVarInsn(Opcodes.LLOAD, 1);
              }
              body.invoke(whole);
              Label next = new Label();
              body.out.visitJumpInsn(Opcodes.IFNE, next);
              body.push(i);
              body.out.visitInsn(Opcodes.IRETURN);
              body.out.visitLabel(next);
            }
          }
          body.push(-1);
          body.out.visitInsn(Opcodes.IRETURN);
        },
        -1L);
  }

  /** An invariant's conjuncts depend on less than the whole. */
  private static List<List<Ir>> groups(Ir formula, String name) {
    return name.equals(INVARIANT) && formula instanceof Ir.And all
        ? Code.groups(all.parts())
        : List.of(List.of(formula));
  }

  /**
   * A method that tells whether some formulas are TRUE.
   *
   * @param mask the variables that matter; null where they are those of each formula
   */
  private static void group(Code code, List<Ir> group, boolean isByChange, @Nullable Long mask) {
    if (isByChange) {
      code.newSlot();
      code.newSlot(); // the variables that have changed
    }
    Label broken = new Label();
    for (Ir formula : group) {
      Label skip = new Label();
      if (isByChange) {
        code.out.visitVarInsn(Opcodes.LLOAD, 1);
        long reads = mask == null ? Irs.variables(formula, false) : mask;
        code.out.visitLdcInsn(reads == 0 ? ALWAYS : reads);
        code.out.visitInsn(Opcodes.LAND);
        code.out.visitInsn(Opcodes.LCONST_0);
        code.out.visitInsn(Opcodes.LCMP);
        code.out.visitJumpInsn(Opcodes.IFEQ, skip);
      }
      code.condition(formula, false, broken);
      code.out.visitLabel(skip);
    }
    code.push(1);
    code.out.visitInsn(Opcodes.IRETURN);
    code.out.visitLabel(broken);
    code.push(0);
    code.out.visitInsn(Opcodes.IRETURN);
  }
}
