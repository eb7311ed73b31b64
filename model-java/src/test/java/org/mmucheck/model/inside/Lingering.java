package org.mmucheck.model.inside;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A method in which threads linger before each call and each write. */
class Lingering extends MethodVisitor {
  private static final String RACY = Type.getInternalName(Racy.class);

  Lingering(MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** A class of such methods, which does the same otherwise. */
  static byte[] bytes(byte[] source) {
    ClassReader reader = new ClassReader(source);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor plain =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.startsWith("<") ? plain : new Lingering(plain);
          }
        },
        0);
    return writer.toByteArray();
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    if (opcode == Opcodes.PUTFIELD) {
      linger();
    }
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    if (opcode != Opcodes.INVOKESPECIAL) {
      linger();
    }
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  private void linger() {
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, RACY, "linger", "()V", false);
  }
}
