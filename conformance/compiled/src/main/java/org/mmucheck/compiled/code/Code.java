package org.mmucheck.compiled.code;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mmucheck.compiled.build.Irs;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.Val;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The code of one method: its slots, and what all expressions need. */
final class Code {
  private static final int ROOM = 400;
  private static final int WORTH_A_METHOD = 20;
  private static final String VALUE_PACKAGE = "org/mmucheck/compiled/value/";
  static final String OPERATIONS = VALUE_PACKAGE + "Operations";
  static final String INTERNER = VALUE_PACKAGE + "Interner";
  static final String SET = VALUE_PACKAGE + "SetVal";
  static final String VAL = ClassCode.VAL;
  static final String VALS = "[" + VAL;

  final ClassCode owner;
  final MethodVisitor out;
  final long assigned; // variables of the successor that have a value
  private final Map<Local, Integer> slots = new IdentityHashMap<>();
  private final Values values = new Values(this);
  private final Conditions conditions = new Conditions(this);
  private int nextSlot = 1; // behind this
  private int written;

  Code(ClassCode owner, MethodVisitor out, List<Local> params, long assigned) {
    this.owner = owner;
    this.out = out;
    this.assigned = assigned;
    params.forEach(this::slot);
  }

  /** The same method where more variables have a value. */
  Code with(long more) {
    return more == assigned ? this : new Code(this, more);
  }

  private Code(Code before, long assigned) {
    this.owner = before.owner;
    this.out = before.out;
    this.assigned = assigned;
    this.slots.putAll(before.slots);
    this.nextSlot = before.nextSlot;
    this.written = before.written;
  }

  /** A new slot for a local. */
  int slot(Local local) {
    int slot = newSlot();
    slots.put(local, slot);
    return slot;
  }

  int newSlot() {
    return nextSlot++;
  }

  /** Leaves a value on the stack. */
  void value(Ir ir) {
    if (becomesMethod(ir)) {
      boolean isPredicate = Conditions.isPredicate(ir);
      call(owner.value(ir, isPredicate, assigned));
      if (isPredicate) {
        fromBoolean();
      }
      return;
    }
    written++;
    if (Conditions.isPredicate(ir)) {
      Label yes = new Label();
      Label end = new Label();
      condition(ir, true, yes);
      truth(false);
      out.visitJumpInsn(Opcodes.GOTO, end);
      out.visitLabel(yes);
      truth(true);
      out.visitLabel(end);
    } else {
      values.emit(ir);
    }
  }

  /** Leaves a number on the stack. */
  void number(Ir ir) {
    written++;
    values.number(ir);
  }

  /** Goes to {@code target} if the condition is {@code wanted}, else on. */
  void condition(Ir ir, boolean wanted, Label target) {
    if (becomesMethod(ir)) {
      boolean isPredicate = Conditions.isPredicate(ir);
      call(owner.value(ir, isPredicate, assigned));
      if (!isPredicate) {
        toBoolean();
      }
      out.visitJumpInsn(wanted ? Opcodes.IFNE : Opcodes.IFEQ, target);
      return;
    }
    written++;
    if (Conditions.isPredicate(ir)) {
      conditions.emit(ir, wanted, target);
    } else {
      values.emit(ir);
      toBoolean();
      out.visitJumpInsn(wanted ? Opcodes.IFNE : Opcodes.IFEQ, target);
    }
  }

  /** A whole method: the value, or the truth, of an expression. */
  void returned(Ir ir, boolean isPredicate) {
    written++; // what has a method of its own must not become another
    if (!isPredicate) {
      if (Conditions.isPredicate(ir)) {
        Label yes = new Label();
        conditions.emit(ir, true, yes);
        truth(false);
        out.visitInsn(Opcodes.ARETURN);
        out.visitLabel(yes);
        truth(true);
      } else {
        values.emit(ir);
      }
      out.visitInsn(Opcodes.ARETURN);
      return;
    }
    Label yes = new Label();
    conditions.emit(ir, true, yes);
    out.visitInsn(Opcodes.ICONST_0);
    out.visitInsn(Opcodes.IRETURN);
    out.visitLabel(yes);
    out.visitInsn(Opcodes.ICONST_1);
    out.visitInsn(Opcodes.IRETURN);
  }

  private boolean becomesMethod(Ir ir) {
    int size = Irs.size(ir, ROOM);
    return size > WORTH_A_METHOD && written + size > ROOM;
  }

  /** The locals of a scope: no value yet. */
  void open(List<Local> locals) {
    for (Local local : locals) {
      if (owner.locals().isUsed(local) && !owner.locals().isInlined(local)) {
        out.visitInsn(Opcodes.ACONST_NULL);
        out.visitVarInsn(Opcodes.ASTORE, slot(local));
      }
    }
  }

  /** The value of a local, which is evaluated now if it is needed for the first time. */
  void use(Local local) {
    Ir value = local.value();
    if (value != null && owner.locals().isInlined(local)) {
      value(value);
      return;
    }
    int slot = Objects.requireNonNull(slots.get(local), local::toString);
    out.visitVarInsn(Opcodes.ALOAD, slot);
    if (value == null) {
      return;
    }
    Label known = new Label();
    out.visitInsn(Opcodes.DUP);
    out.visitJumpInsn(Opcodes.IFNONNULL, known);
    out.visitInsn(Opcodes.POP);
    call(owner.value(value, false, assigned));
    out.visitInsn(Opcodes.DUP);
    out.visitVarInsn(Opcodes.ASTORE, slot);
    out.visitLabel(known);
  }

  /** Calls a method with the locals that it needs. */
  void call(ClassCode.Method method) {
    out.visitVarInsn(Opcodes.ALOAD, 0);
    for (Local param : method.params()) {
      out.visitVarInsn(
          Opcodes.ALOAD, Objects.requireNonNull(slots.get(param), () -> "no slot for " + param));
    }
    invoke(method);
  }

  void invoke(ClassCode.Method method) {
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, ClassCode.NAME, method.name(), method.descriptor(), false);
  }

  void constant(Val value) {
    out.visitVarInsn(Opcodes.ALOAD, 0);
    out.visitFieldInsn(
        Opcodes.GETFIELD, ClassCode.NAME, owner.constant(value), ClassCode.type(value));
  }

  void site() {
    out.visitVarInsn(Opcodes.ALOAD, 0);
    out.visitFieldInsn(Opcodes.GETFIELD, ClassCode.NAME, owner.site(), ClassCode.SITE);
  }

  void operations() {
    out.visitVarInsn(Opcodes.ALOAD, 0);
    out.visitFieldInsn(Opcodes.GETFIELD, ClassCode.NAME, "operations", "L" + OPERATIONS + ";");
  }

  void interner() {
    out.visitVarInsn(Opcodes.ALOAD, 0);
    out.visitFieldInsn(Opcodes.GETFIELD, ClassCode.NAME, "interner", "L" + INTERNER + ";");
  }

  /** A static method of the operators or of the machine. */
  void invokeStatic(String type, String name, String descriptor) {
    out.visitMethodInsn(Opcodes.INVOKESTATIC, type, name, descriptor, false);
  }

  void invokeVirtual(String type, String name, String descriptor) {
    out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, name, descriptor, false);
  }

  void truth(boolean value) {
    String type = VALUE_PACKAGE + "BoolVal";
    out.visitFieldInsn(Opcodes.GETSTATIC, type, value ? "TRUE" : "FALSE", "L" + type + ";");
  }

  private void fromBoolean() {
    invokeStatic(VALUE_PACKAGE + "BoolVal", "of", "(Z)L" + VALUE_PACKAGE + "BoolVal;");
  }

  void toBoolean() {
    invokeStatic(OPERATIONS, "truth", "(" + VAL + ")Z");
  }

  void push(int number) {
    if (number >= -1 && number <= 5) {
      out.visitInsn(Opcodes.ICONST_0 + number);
    } else if (number >= Byte.MIN_VALUE && number <= Byte.MAX_VALUE) {
      out.visitIntInsn(Opcodes.BIPUSH, number);
    } else {
      out.visitLdcInsn(number);
    }
  }

  /** An array with the values of expressions. */
  void array(List<Ir> elements) {
    push(elements.size());
    out.visitTypeInsn(Opcodes.ANEWARRAY, VALUE_PACKAGE + "Val");
    for (int i = 0; i < elements.size(); i++) {
      out.visitInsn(Opcodes.DUP);
      push(i);
      value(elements.get(i));
      out.visitInsn(Opcodes.AASTORE);
    }
  }

  /** A loop over a set; {@link #next} and {@link #again} are its two ends. */
  record Loop(int set, int index, Label head, Label end) {}

  /** Evaluates a set into a slot. */
  int set(Ir set) {
    value(set);
    if (!(set instanceof Ir.Const known && known.value() instanceof SetVal)) {
      invokeStatic(OPERATIONS, "set", "(" + VAL + ")L" + SET + ";");
    }
    int slot = newSlot();
    out.visitVarInsn(Opcodes.ASTORE, slot);
    return slot;
  }

  /** Begins a loop over the set in a slot, with the element in the local's slot. */
  Loop loop(int set, Local local) {
    Loop loop = new Loop(set, newSlot(), new Label(), new Label());
    push(0);
    out.visitVarInsn(Opcodes.ISTORE, loop.index());
    out.visitLabel(loop.head());
    out.visitVarInsn(Opcodes.ILOAD, loop.index());
    out.visitVarInsn(Opcodes.ALOAD, set);
    invokeVirtual(SET, "size", "()I");
    out.visitJumpInsn(Opcodes.IF_ICMPGE, loop.end());
    out.visitVarInsn(Opcodes.ALOAD, set);
    out.visitVarInsn(Opcodes.ILOAD, loop.index());
    invokeVirtual(SET, "element", "(I)" + VAL);
    out.visitVarInsn(Opcodes.ASTORE, slot(local));
    out.visitIincInsn(loop.index(), 1);
    return loop;
  }

  /** Ends a loop's body. */
  void again(Loop loop) {
    out.visitJumpInsn(Opcodes.GOTO, loop.head());
    out.visitLabel(loop.end());
  }

  /** Parts of a conjunction or disjunction, so grouped that each group fits into a method. */
  static List<List<Ir>> groups(List<Ir> parts) {
    List<List<Ir>> groups = new ArrayList<>();
    int room = 0;
    for (Ir part : parts) {
      int size = Irs.size(part, ROOM);
      if (groups.isEmpty() || room < size) {
        groups.add(new ArrayList<>());
        room = ROOM * 3 / 4;
      }
      groups.getLast().add(part);
      room -= size;
    }
    return groups;
  }
}
