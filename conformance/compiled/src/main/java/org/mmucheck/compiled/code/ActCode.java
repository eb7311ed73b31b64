package org.mmucheck.compiled.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.build.Actions;
import org.mmucheck.compiled.build.Irs;
import org.mmucheck.compiled.build.Predicates;
import org.mmucheck.compiled.ir.Act;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * The code of actions. What follows an action with alternatives is run for each of them; which
 * variables of the successor have a value is known at each place of the code. Where all have one,
 * what is left is a condition, as in TLC: it has no alternatives any more.
 */
final class ActCode {
  private static final int SMALL = 3;

  private final ClassCode owner;
  private final Predicates predicates;
  private final List<String> variables;
  private final long all;
  private final Map<List<Object>, ClassCode.Method> methods = new HashMap<>();

  /** Actions that follow one another. */
  private record Chain(Act first, @Nullable Chain rest, boolean isShared) {
    Chain(Act first, @Nullable Chain rest) {
      this(first, rest, false);
    }

    /** The same, for several alternatives: it becomes a method. */
    Chain shared() {
      return new Chain(first, rest, true);
    }

    static @Nullable Chain of(List<Act> acts, @Nullable Chain rest) {
      Chain chain = rest;
      for (Act act : acts.reversed()) {
        chain = new Chain(act, chain);
      }
      return chain;
    }

    static List<Act> list(@Nullable Chain chain) {
      List<Act> acts = new ArrayList<>();
      for (Chain next = chain; next != null; next = next.rest()) {
        acts.add(next.first());
      }
      return acts;
    }
  }

  /** An action by its identity. */
  private record Identity(Act act) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Identity that && that.act == act;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(act);
    }
  }

  /**
   * @param variables their names
   */
  ActCode(ClassCode owner, Predicates predicates, List<String> variables) {
    this.owner = owner;
    this.predicates = predicates;
    this.variables = variables;
    this.all = variables.size() == Long.SIZE ? -1L : (1L << variables.size()) - 1;
  }

  /** A method without parameters that runs an action. */
  void method(String name, Act act) {
    owner.later(
        new ClassCode.Method(name, "()V", List.of()),
        code -> {
          Label end = new Label();
          run(code, new Chain(act, null), end);
          code.out.visitLabel(end);
          code.out.visitInsn(Opcodes.RETURN);
        },
        0);
  }

  /** Runs the chain for all its alternatives, then goes to {@code done}. */
  private void run(Code code, @Nullable Chain chain, Label done) {
    if (chain == null) {
      finish(code);
      code.out.visitJumpInsn(Opcodes.GOTO, done);
      return;
    }
    if (chain.isShared()) {
      call(code, new Chain(chain.first(), chain.rest()), done);
      return;
    }
    if (code.assigned == all) {
      for (Act act : Chain.list(chain)) {
        code.condition(predicates.of(act), false, done);
      }
      run(code, null, done);
      return;
    }
    Act act = chain.first();
    Chain rest = chain.rest();
    if (isPlain(act, code.assigned)) {
      run(code.with(plain(code, act, done)), rest, done);
      return;
    }
    switch (act) {
      case Act.Sequence x -> run(code, Chain.of(x.parts(), rest), done);
      case Act.Scope x -> {
        code.open(x.locals());
        run(code, new Chain(x.body(), rest), done);
      }
      case Act.Conditional x -> {
        Label otherwise = new Label();
        code.condition(x.condition(), false, otherwise);
        alternative(code, x.then(), rest, done);
        code.out.visitLabel(otherwise);
        alternative(code, x.otherwise(), rest, done);
      }
      case Act.Branch x -> {
        for (Act alternative : x.alternatives()) {
          Label next = new Label();
          alternative(code, alternative, rest, next);
          code.out.visitLabel(next);
        }
        code.out.visitJumpInsn(Opcodes.GOTO, done);
      }
      case Act.Each x -> {
        Code.Loop loop = code.loop(code.set(x.set()), x.local());
        Label next = new Label();
        run(code, new Chain(x.body(), rest), next);
        code.out.visitLabel(next);
        code.again(loop);
        code.out.visitJumpInsn(Opcodes.GOTO, done);
      }
      case Act.AssignIn x -> {
        Local element = new Local("x", null);
        Code.Loop loop = code.loop(code.set(x.set()), element);
        store(code, x.variable(), new Ir.Use(element));
        Label next = new Label();
        run(code.with(code.assigned | 1L << x.variable()), rest, next);
        code.out.visitLabel(next);
        code.again(loop);
        code.out.visitJumpInsn(Opcodes.GOTO, done);
      }
      default -> throw new IllegalStateException("a plain action: " + act);
    }
  }

  private void finish(Code code) {
    if (code.assigned == all) {
      code.out.visitVarInsn(Opcodes.ALOAD, 0);
      code.invokeVirtual(ClassCode.PART, "found", "()V");
      return;
    }
    code.out.visitLdcInsn("a successor is not complete: it has no value for " + missing(code));
    code.invokeStatic(ClassCode.PART, "fail", "(Ljava/lang/String;)" + ClassCode.VAL);
    code.out.visitInsn(Opcodes.POP);
  }

  private String missing(Code code) {
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      if ((code.assigned & 1L << i) == 0) {
        missing.add(variables.get(i));
      }
    }
    return String.join(", ", missing);
  }

  /**
   * Runs one of several alternatives, then what follows them all, which is a method: else the code
   * would double with each conjunct that has alternatives.
   */
  private void alternative(Code code, Act act, @Nullable Chain rest, Label done) {
    if (rest == null || (rest.rest() == null && isSmall(rest.first()))) {
      run(code, new Chain(act, rest), done);
      return;
    }
    run(code, new Chain(act, rest.shared()), done);
  }

  private static boolean isSmall(Act act) {
    return Irs.expressions(act).size() <= SMALL;
  }

  /** Calls the method that runs a chain; which variables have a value is part of its code. */
  private void call(Code code, Chain rest, Label done) {
    List<Object> key = new ArrayList<>();
    key.add(code.assigned);
    Chain.list(rest).forEach(act -> key.add(new Identity(act)));
    ClassCode.Method method = methods.get(key);
    if (method == null) {
      method = owner.method("k", owner.locals().free(Chain.list(rest)), "V");
      methods.put(key, method);
      owner.later(
          method,
          inner -> {
            Label end = new Label();
            run(inner, rest, end);
            inner.out.visitLabel(end);
            inner.out.visitInsn(Opcodes.RETURN);
          },
          code.assigned);
    }
    code.call(method);
    code.out.visitJumpInsn(Opcodes.GOTO, done);
  }

  /** Whether an action has one outcome, and gives the same variables a value however it goes. */
  private boolean isPlain(Act act, long assigned) {
    return switch (act) {
      case Act.Guard x -> true;
      case Act.Assign x -> true;
      case Act.AssignIn x -> isAssigned(x.variable(), assigned);
      case Act.Sequence x -> {
        long known = assigned;
        for (Act part : x.parts()) {
          if (known == all || !isPlain(part, known)) {
            yield known == all && !Actions.branches(x);
          }
          known = outcome(part, known);
        }
        yield true;
      }
      case Act.Conditional x ->
          isPlain(x.then(), assigned)
              && isPlain(x.otherwise(), assigned)
              && outcome(x.then(), assigned) == outcome(x.otherwise(), assigned);
      case Act.Scope x -> isPlain(x.body(), assigned);
      case Act.Branch x -> x.alternatives().isEmpty();
      case Act.Each x -> false;
    };
  }

  private static boolean isAssigned(int variable, long assigned) {
    return (assigned >> variable & 1) != 0;
  }

  /** The variables that have a value behind a plain action. */
  private static long outcome(Act act, long assigned) {
    return switch (act) {
      case Act.Assign x -> assigned | 1L << x.variable();
      case Act.Sequence x -> {
        long known = assigned;
        for (Act part : x.parts()) {
          known = outcome(part, known);
        }
        yield known;
      }
      case Act.Conditional x -> outcome(x.then(), assigned);
      case Act.Scope x -> outcome(x.body(), assigned);
      default -> assigned;
    };
  }

  /** Runs a plain action and goes on behind it, or to {@code never} where it is not enabled. */
  private long plain(Code code, Act act, Label never) {
    switch (act) {
      case Act.Guard x -> code.condition(x.condition(), false, never);
      case Act.Assign x -> {
        if (isAssigned(x.variable(), code.assigned)) {
          code.condition(predicates.of(x), false, never);
        } else {
          store(code, x.variable(), x.value());
        }
      }
      case Act.AssignIn x -> code.condition(predicates.of(x), false, never);
      case Act.Sequence x -> {
        Code inner = code;
        for (Act part : x.parts()) {
          inner = inner.with(plain(inner, part, never));
        }
        return inner.assigned;
      }
      case Act.Conditional x -> {
        Label otherwise = new Label();
        Label end = new Label();
        code.condition(x.condition(), false, otherwise);
        long known = plain(code, x.then(), never);
        code.out.visitJumpInsn(Opcodes.GOTO, end);
        code.out.visitLabel(otherwise);
        plain(code, x.otherwise(), never);
        code.out.visitLabel(end);
        return known;
      }
      case Act.Scope x -> {
        code.open(x.locals());
        return plain(code, x.body(), never);
      }
      case Act.Branch x -> code.out.visitJumpInsn(Opcodes.GOTO, never);
      case Act.Each x -> throw new IllegalStateException("alternatives: " + act);
    }
    return outcome(act, code.assigned);
  }

  private static void store(Code code, int variable, Ir value) {
    code.out.visitVarInsn(Opcodes.ALOAD, 0);
    code.out.visitFieldInsn(Opcodes.GETFIELD, ClassCode.NAME, "next", Code.VALS);
    code.push(variable);
    code.value(value);
    code.out.visitInsn(Opcodes.AASTORE);
  }
}
