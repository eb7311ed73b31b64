package org.mmucheck.model.inside;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.mmucheck.model.LedThread;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A method that tells a led thread its places: before whatever others may see or change, that is a
 * call of another's code, a write, a read of what may be written.
 */
final class Places extends MethodVisitor {
  private static final String LED = Type.getInternalName(LedThread.class);
  private static final String OURS = "org/mmucheck/model/";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Set<String> constants;

  /**
   * @param constants fields of its class that are written once
   */
  Places(MethodVisitor next, Set<String> constants) {
    super(Opcodes.ASM9, next);
    this.constants = constants;
  }

  /** A class of such methods, which does the same otherwise. */
  static byte[] bytes(byte[] source) {
    ClassReader reader = new ClassReader(source);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    Set<String> constants = new HashSet<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            if ((access & Opcodes.ACC_FINAL) != 0) {
              constants.add(name);
            }
            return super.visitField(access, name, descriptor, signature, value);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor plain =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.startsWith("<") ? plain : new Places(plain, constants);
          }
        },
        0);
    return writer.toByteArray();
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    if (opcode == Opcodes.PUTFIELD || (opcode == Opcodes.GETFIELD && !constants.contains(name))) {
      mark();
    }
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    boolean isObject = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
    if (isObject && !owner.startsWith(OURS)) {
      mark();
    }
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
      mark();
    }
    super.visitInsn(opcode);
  }

  private void mark() {
    mv.visitLdcInsn(NUMBERS.incrementAndGet());
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, LED, "pass", "(I)V", false);
  }
}
