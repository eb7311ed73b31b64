package org.mmucheck.tlc;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Redirects the calls of {@code System.exit} in TLC's classes. Threads of TLC that cannot go on,
 * the liveness checker's and those that read and write its files, end the whole process with it; in
 * a process that checks many models each of them must end its own run only.
 */
final class ExitCalls {
  private static final int API = Opcodes.ASM9;
  private static final String SYSTEM = "java/lang/System";
  private static final String EXIT = "exit";
  private static final String EXIT_TYPE = "(I)V";

  private ExitCalls() {}

  /**
   * A class file with each call of {@code System.exit(int)} replaced by one of {@code exit(int)} of
   * another class.
   *
   * @param target that class's internal name
   */
  static byte[] redirect(byte[] classFile, String target) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0); // copies what does not change as it is
    reader.accept(
        new ClassVisitor(API, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, type, signature, exceptions);
            return new Redirected(method, target);
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Redirected extends MethodVisitor {
    private final String target;

    Redirected(MethodVisitor method, String target) {
      super(API, method);
      this.target = target;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean isInterface) {
      boolean exits = owner.equals(SYSTEM) && name.equals(EXIT) && type.equals(EXIT_TYPE);
      super.visitMethodInsn(opcode, exits ? target : owner, name, type, isInterface);
    }
  }
}
