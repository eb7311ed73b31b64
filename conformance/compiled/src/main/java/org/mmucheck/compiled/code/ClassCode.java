package org.mmucheck.compiled.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.mmucheck.compiled.build.Irs;
import org.mmucheck.compiled.ir.Ir;
import org.mmucheck.compiled.ir.Local;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.Val;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The class that is being generated: its constants, its sites and its methods. The JDK's compiler
 * leaves long methods alone, so what is large becomes a method of its own.
 */
final class ClassCode {
  static final String NAME = "org/mmucheck/compiled/code/Compiled";
  static final String VAL = "Lorg/mmucheck/compiled/value/Val;";
  static final String SET = "Lorg/mmucheck/compiled/value/SetVal;";
  static final String SITE = "Lorg/mmucheck/compiled/code/Site;";
  static final String PART = "org/mmucheck/compiled/code/Part";
  private static final String MACHINE = "Lorg/mmucheck/compiled/code/Machine;";
  private static final String VALUES = "org/mmucheck/compiled/value/";

  private final ClassWriter writer;
  private final Locals locals;
  private final Deque<Runnable> open = new ArrayDeque<>();
  private final Map<Val, String> constants = new IdentityHashMap<>();
  private final List<Val> constantValues = new ArrayList<>();
  private final Map<Variant, Map<Object, Method>> methods = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private int sites;

  /** Which of several methods for one expression. */
  private record Variant(boolean isPredicate, long assigned) {}

  /** A method of the class, with what it is given. */
  record Method(String name, String descriptor, List<Local> params) {}

  ClassCode(Locals locals) {
    this.locals = locals;
    writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String a, String b) {
            boolean areValues = a.startsWith(VALUES) && b.startsWith(VALUES);
            return areValues ? VALUES + "Val" : "java/lang/Object";
          }
        };
    writer.visit(
        Opcodes.V21,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        NAME,
        null,
        PART,
        null);
  }

  Locals locals() {
    return locals;
  }

  /** The field of a value. */
  String constant(Val value) {
    return constants.computeIfAbsent(
        value,
        v -> {
          constantValues.add(v);
          return "c" + (constantValues.size() - 1);
        });
  }

  /** The field of a new site. */
  String site() {
    return "s" + sites++;
  }

  private void method(String name, String descriptor, Consumer<MethodVisitor> body) {
    MethodVisitor visitor =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, name, descriptor, null, null);
    visitor.visitCode();
    body.accept(visitor);
    visitor.visitMaxs(0, 0);
    visitor.visitEnd();
  }

  /** A method that gives the value of an expression; its code follows later. */
  Method value(Ir ir, boolean isPredicate, long assigned) {
    Variant variant = new Variant(isPredicate, Irs.readsNext(ir) ? assigned : 0);
    return methods
        .computeIfAbsent(variant, key -> new IdentityHashMap<>())
        .computeIfAbsent(
            ir,
            key -> {
              List<Local> params = List.copyOf(locals.free(ir));
              Method method =
                  new Method(fresh("e"), descriptor(params, isPredicate ? "Z" : VAL), params);
              later(method, code -> code.returned(ir, isPredicate), assigned);
              return method;
            });
  }

  /** A method for an operator that calls itself. */
  Method routine(Ir.Routine routine) {
    Map<Object, Method> routines =
        methods.computeIfAbsent(new Variant(false, 0), key -> new IdentityHashMap<>());
    Method before = routines.get(routine);
    if (before != null) {
      return before;
    }
    Method method =
        new Method(
            fresh(routine.name().replaceAll("\\W", "_")),
            descriptor(routine.params(), VAL),
            routine.params());
    routines.put(routine, method);
    Set<Local> free = locals.free(routine.body());
    routine.params().forEach(free::remove);
    if (!free.isEmpty()) {
      throw new IllegalStateException(routine.name() + " needs " + free + " from outside");
    }
    later(method, code -> code.returned(routine.body(), false), -1L);
    return method;
  }

  /** A method whose code follows later. */
  Method method(String prefix, Collection<Local> params, String result) {
    return new Method(fresh(prefix), descriptor(params, result), List.copyOf(params));
  }

  /** Writes a method's code when the one that is being written is done. */
  void later(Method method, Consumer<Code> body, long assigned) {
    open.add(
        () ->
            method(
                method.name(),
                method.descriptor(),
                visitor -> body.accept(new Code(this, visitor, method.params(), assigned))));
  }

  /** Writes what is still open, then the constructor, and gives the class file. */
  byte[] finish() {
    while (!open.isEmpty()) {
      open.remove().run();
    }
    for (int i = 0; i < constantValues.size(); i++) {
      writer.visitField(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL,
          "c" + i,
          type(constantValues.get(i)),
          null,
          null);
    }
    for (int i = 0; i < sites; i++) {
      writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "s" + i, SITE, null, null);
    }
    constructor();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** The values of the fields, in their order. */
  Val[] constants() {
    return constantValues.toArray(new Val[0]);
  }

  /** Takes the values from who makes the part. */
  private void constructor() {
    MethodVisitor visitor =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, "<init>", "(" + MACHINE + "[" + VAL + ")V", null, null);
    visitor.visitCode();
    visitor.visitVarInsn(Opcodes.ALOAD, 0);
    visitor.visitVarInsn(Opcodes.ALOAD, 1);
    visitor.visitMethodInsn(Opcodes.INVOKESPECIAL, PART, "<init>", "(" + MACHINE + ")V", false);
    for (int i = 0; i < constantValues.size(); i++) {
      String type = type(constantValues.get(i));
      visitor.visitVarInsn(Opcodes.ALOAD, 0);
      visitor.visitVarInsn(Opcodes.ALOAD, 2);
      visitor.visitLdcInsn(i);
      visitor.visitInsn(Opcodes.AALOAD);
      if (!type.equals(VAL)) {
        visitor.visitTypeInsn(Opcodes.CHECKCAST, type.substring(1, type.length() - 1));
      }
      visitor.visitFieldInsn(Opcodes.PUTFIELD, NAME, "c" + i, type);
    }
    for (int i = 0; i < sites; i++) {
      visitor.visitVarInsn(Opcodes.ALOAD, 0);
      visitor.visitTypeInsn(Opcodes.NEW, "org/mmucheck/compiled/code/Site");
      visitor.visitInsn(Opcodes.DUP);
      visitor.visitMethodInsn(
          Opcodes.INVOKESPECIAL, "org/mmucheck/compiled/code/Site", "<init>", "()V", false);
      visitor.visitFieldInsn(Opcodes.PUTFIELD, NAME, "s" + i, SITE);
    }
    visitor.visitInsn(Opcodes.RETURN);
    visitor.visitMaxs(0, 0);
    visitor.visitEnd();
  }

  /** The type of a value's field: sets are asked for as such. */
  static String type(Val value) {
    return value instanceof SetVal ? SET : VAL;
  }

  private String fresh(String prefix) {
    return prefix + "$" + names.merge(prefix, 1, Integer::sum);
  }

  static String descriptor(Collection<Local> params, String result) {
    return "(" + VAL.repeat(params.size()) + ")" + result;
  }
}
