package org.mmucheck.compiled.code;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.ir.Op;
import org.mmucheck.compiled.value.IntVal;
import org.mmucheck.compiled.value.UnsupportedException;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The code of expressions that leave a value on the stack. */
final class Values {
  private static final String VAL = Code.VAL;
  private static final String VALS = Code.VALS;
  private static final String SET = "L" + Code.SET + ";";
  private static final String FUNCTION = "Lorg/mmucheck/compiled/value/FunVal;";
  private static final String ONE = "(" + VAL + ")" + VAL;
  private static final String TWO = "(" + VAL + VAL + ")" + VAL;
  private static final String THREE = "(" + VAL + VAL + VAL + ")" + VAL;

  private final Code code;

  Values(Code code) {
    this.code = code;
  }

  void emit(Ir ir) {
    switch (ir) {
      case Ir.Const x -> code.constant(x.value());
      case Ir.Var x -> variable(x);
      case Ir.Use x -> code.use(x.local());
      case Ir.Fail x -> fail(x.message());
      case Ir.If x -> {
        Label otherwise = new Label();
        Label end = new Label();
        code.condition(x.condition(), false, otherwise);
        code.value(x.then());
        code.out.visitJumpInsn(Opcodes.GOTO, end);
        code.out.visitLabel(otherwise);
        code.value(x.otherwise());
        code.out.visitLabel(end);
      }
      case Ir.Let x -> {
        code.open(x.locals());
        code.value(x.body());
      }
      case Ir.Choose x -> choose(x);
      case Ir.Filtered x -> filtered(x);
      case Ir.Selected x -> selected(x);
      case Ir.Mapped x -> mapped(x);
      case Ir.Function x -> function(x);
      case Ir.Entries x -> {
        code.interner();
        code.constant(x.domain());
        code.array(x.values());
        code.invokeVirtual(Code.INTERNER, "function", "(" + SET + VALS + ")" + FUNCTION);
      }
      case Ir.Product x -> {
        code.operations();
        code.constant(x.domain());
        code.array(x.sets());
        code.invokeVirtual(Code.OPERATIONS, "product", "(" + SET + VALS + ")" + VAL);
      }
      case Ir.Listed x -> {
        code.interner();
        code.array(x.elements());
        code.invokeVirtual(Code.INTERNER, "set", "(" + VALS + ")" + SET);
      }
      case Ir.Except x -> except(x);
      case Ir.Call x -> {
        ClassCode.Method method = code.owner.routine(x.routine());
        code.out.visitVarInsn(Opcodes.ALOAD, 0);
        x.args().forEach(code::value);
        code.invoke(method);
      }
      case Ir.Apply x -> apply(x);
      default -> throw new IllegalStateException("a predicate: " + ir);
    }
  }

  private void variable(Ir.Var variable) {
    if (variable.isNext() && (code.assigned >> variable.index() & 1) == 0) {
      fail("a variable of the next state is used before it has a value");
      return;
    }
    code.out.visitVarInsn(Opcodes.ALOAD, 0);
    code.out.visitFieldInsn(
        Opcodes.GETFIELD, ClassCode.NAME, variable.isNext() ? "next" : "state", VALS);
    code.push(variable.index());
    code.out.visitInsn(Opcodes.AALOAD);
  }

  private void fail(String message) {
    code.out.visitLdcInsn(message);
    code.invokeStatic(ClassCode.PART, "fail", "(Ljava/lang/String;)" + VAL);
  }

  /** Leaves a number. */
  void number(Ir ir) {
    if (ir instanceof Ir.Const known && known.value() instanceof IntVal number) {
      code.push(number.value);
      return;
    }
    if (!(ir instanceof Ir.Apply apply) || !apply.op().isArithmetic()) {
      code.value(ir);
      code.invokeStatic(ClassCode.PART, "number", "(" + VAL + ")I");
      return;
    }
    apply.args().forEach(code::number);
    switch (apply.op()) {
      case ADD -> code.invokeStatic(ClassCode.PART, "add", "(II)I");
      case SUBTRACT -> code.invokeStatic(ClassCode.PART, "subtract", "(II)I");
      case MULTIPLY -> code.invokeStatic(ClassCode.PART, "multiply", "(II)I");
      case NEGATE -> code.invokeStatic(ClassCode.PART, "negate", "(I)I");
      case DIVIDE -> code.invokeStatic(Code.OPERATIONS, "divided", "(II)I");
      default -> code.invokeStatic(Code.OPERATIONS, "remainder", "(II)I");
    }
  }

  private void apply(Ir.Apply apply) {
    Op op = apply.op();
    List<Ir> args = apply.args();
    if (op.isEndless()) {
      throw new UnsupportedException("", "a set without end as a value");
    }
    if (op.isArithmetic()) {
      code.interner();
      number(apply);
      code.invokeVirtual(Code.INTERNER, "of", "(I)" + VAL);
      return;
    }
    if (op == Op.RANGE) {
      code.interner();
      args.forEach(code::number);
      code.invokeVirtual(Code.INTERNER, "range", "(II)" + SET);
      return;
    }
    if (op == Op.APPLY && args.get(1) instanceof Ir.Const) {
      args.forEach(code::value);
      code.site();
      code.invokeStatic(ClassCode.PART, "apply", "(" + VAL + VAL + ClassCode.SITE + ")" + VAL);
      return;
    }
    switch (op) {
      case APPLY -> invokeStatic("apply", TWO, args);
      case DOMAIN -> invokeStatic("domain", ONE, args);
      case HEAD -> invokeStatic("head", ONE, args);
      case UNION -> invoke("union", TWO, args);
      case INTERSECTION -> invoke("intersection", TWO, args);
      case DIFFERENCE -> invoke("difference", TWO, args);
      case UNION_OF -> invoke("unionOf", ONE, args);
      case POWERSET -> invoke("powerset", ONE, args);
      case FUNCTIONS -> invoke("functions", TWO, args);
      case CARDINALITY -> invoke("cardinality", ONE, args);
      case LENGTH -> invoke("length", ONE, args);
      case TAIL -> invoke("tail", ONE, args);
      case APPEND -> invoke("append", TWO, args);
      case CONCATENATION -> invoke("concatenation", TWO, args);
      case SUB_SEQUENCE -> invoke("subSequence", THREE, args);
      case TEXT_OF -> invoke("textOf", ONE, args);
      case SINGLETON -> invoke("singleton", TWO, args);
      case MERGED -> invoke("merged", TWO, args);
      default -> throw new IllegalStateException("no value: " + op);
    }
  }

  private void invokeStatic(String name, String descriptor, List<Ir> args) {
    args.forEach(code::value);
    code.invokeStatic(Code.OPERATIONS, name, descriptor);
  }

  private void invoke(String name, String descriptor, List<Ir> args) {
    code.operations();
    args.forEach(code::value);
    code.invokeVirtual(Code.OPERATIONS, name, descriptor);
  }

  private void choose(Ir.Choose choose) {
    int set = code.set(choose.set());
    Label found = new Label();
    Label end = new Label();
    Local local = choose.local();
    Code.Loop loop = code.loop(set, local);
    code.condition(choose.body(), true, found);
    code.again(loop);
    fail("CHOOSE finds no element");
    code.out.visitJumpInsn(Opcodes.GOTO, end);
    code.out.visitLabel(found);
    code.use(local);
    code.out.visitLabel(end);
  }

  /** An array in one new slot, and 0 in another. */
  private int[] room(List<Integer> sets) {
    MethodVisitor out = code.out;
    code.push(sets.size());
    out.visitTypeInsn(Opcodes.ANEWARRAY, "org/mmucheck/compiled/value/Val");
    for (int i = 0; i < sets.size(); i++) {
      out.visitInsn(Opcodes.DUP);
      code.push(i);
      out.visitVarInsn(Opcodes.ALOAD, sets.get(i));
      out.visitInsn(Opcodes.AASTORE);
    }
    code.invokeStatic(ClassCode.PART, "room", "(" + VALS + ")" + VALS);
    int[] slots = {code.newSlot(), code.newSlot()};
    out.visitVarInsn(Opcodes.ASTORE, slots[0]);
    code.push(0);
    out.visitVarInsn(Opcodes.ISTORE, slots[1]);
    return slots;
  }

  private void store(int[] room, Ir element) {
    MethodVisitor out = code.out;
    out.visitVarInsn(Opcodes.ALOAD, room[0]);
    out.visitVarInsn(Opcodes.ILOAD, room[1]);
    code.value(element);
    out.visitInsn(Opcodes.AASTORE);
    out.visitIincInsn(room[1], 1);
  }

  private void firstOf(int[] room) {
    code.out.visitVarInsn(Opcodes.ALOAD, 0);
    code.out.visitVarInsn(Opcodes.ALOAD, room[0]);
    code.out.visitVarInsn(Opcodes.ILOAD, room[1]);
    code.invokeVirtual(ClassCode.PART, "first", "(" + VALS + "I)" + VAL);
  }

  private void filtered(Ir.Filtered filtered) {
    int set = code.set(filtered.set());
    int[] room = room(List.of(set));
    Label skip = new Label();
    Code.Loop loop = code.loop(set, filtered.local());
    code.condition(filtered.body(), false, skip);
    store(room, new Ir.Use(filtered.local()));
    code.out.visitLabel(skip);
    code.again(loop);
    firstOf(room);
  }

  private void selected(Ir.Selected selected) {
    MethodVisitor out = code.out;
    code.value(selected.sequence());
    out.visitInsn(Opcodes.DUP);
    int sequence = code.newSlot();
    out.visitVarInsn(Opcodes.ASTORE, sequence);
    code.invokeStatic(ClassCode.PART, "places", "(" + VAL + ")" + SET);
    int places = code.newSlot();
    out.visitVarInsn(Opcodes.ASTORE, places);
    int[] room = room(List.of(places));
    Local place = new Local("i", null);
    Label skip = new Label();
    Code.Loop loop = code.loop(places, place);
    out.visitVarInsn(Opcodes.ALOAD, sequence);
    code.use(place);
    code.invokeStatic(Code.OPERATIONS, "apply", TWO);
    out.visitVarInsn(Opcodes.ASTORE, code.slot(selected.local()));
    code.condition(selected.body(), false, skip);
    store(room, new Ir.Use(selected.local()));
    out.visitLabel(skip);
    code.again(loop);
    out.visitVarInsn(Opcodes.ALOAD, 0);
    out.visitVarInsn(Opcodes.ALOAD, room[0]);
    out.visitVarInsn(Opcodes.ILOAD, room[1]);
    code.invokeVirtual(ClassCode.PART, "firstInOrder", "(" + VALS + "I)" + VAL);
  }

  private void mapped(Ir.Mapped mapped) {
    List<Integer> sets = new ArrayList<>();
    mapped.sets().forEach(set -> sets.add(code.set(set)));
    int[] room = room(sets);
    List<Code.Loop> loops = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      loops.add(code.loop(sets.get(i), mapped.locals().get(i)));
    }
    store(room, mapped.body());
    loops.reversed().forEach(code::again);
    firstOf(room);
  }

  private void function(Ir.Function function) {
    int domain = code.set(function.domain());
    int[] room = room(List.of(domain));
    Code.Loop loop = code.loop(domain, function.local());
    store(room, function.body());
    code.again(loop);
    code.interner();
    code.out.visitVarInsn(Opcodes.ALOAD, domain);
    code.out.visitVarInsn(Opcodes.ALOAD, room[0]);
    code.invokeVirtual(Code.INTERNER, "function", "(" + SET + VALS + ")" + FUNCTION);
  }

  /** Down the path, the new value there, and up again; nothing changes where a key is missing. */
  private void except(Ir.Except except) {
    MethodVisitor out = code.out;
    int depth = except.path().size();
    int[] functions = new int[depth];
    int[] keys = new int[depth];
    Label missing = new Label();
    Label end = new Label();
    code.value(except.function());
    functions[0] = code.newSlot();
    out.visitVarInsn(Opcodes.ASTORE, functions[0]);
    for (int i = 0; i < depth; i++) {
      code.value(except.path().get(i));
      keys[i] = code.newSlot();
      out.visitVarInsn(Opcodes.ASTORE, keys[i]);
    }
    for (int i = 0; i < depth; i++) {
      out.visitVarInsn(Opcodes.ALOAD, functions[i]);
      out.visitVarInsn(Opcodes.ALOAD, keys[i]);
      code.invokeStatic(Code.OPERATIONS, "hasKey", "(" + VAL + VAL + ")Z");
      out.visitJumpInsn(Opcodes.IFEQ, missing);
      out.visitVarInsn(Opcodes.ALOAD, functions[i]);
      out.visitVarInsn(Opcodes.ALOAD, keys[i]);
      code.invokeStatic(Code.OPERATIONS, "apply", TWO);
      int slot = i + 1 < depth ? code.newSlot() : code.slot(except.at());
      out.visitVarInsn(Opcodes.ASTORE, slot);
      if (i + 1 < depth) {
        functions[i + 1] = slot;
      }
    }
    code.value(except.value());
    int value = code.newSlot();
    out.visitVarInsn(Opcodes.ASTORE, value);
    for (int i = depth - 1; i >= 0; i--) {
      code.operations();
      out.visitVarInsn(Opcodes.ALOAD, functions[i]);
      out.visitVarInsn(Opcodes.ALOAD, keys[i]);
      out.visitVarInsn(Opcodes.ALOAD, value);
      code.invokeVirtual(Code.OPERATIONS, "except", THREE);
      out.visitVarInsn(Opcodes.ASTORE, value);
    }
    out.visitVarInsn(Opcodes.ALOAD, value);
    out.visitJumpInsn(Opcodes.GOTO, end);
    out.visitLabel(missing);
    out.visitVarInsn(Opcodes.ALOAD, functions[0]);
    out.visitLabel(end);
  }
}
