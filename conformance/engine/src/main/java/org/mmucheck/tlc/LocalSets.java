package org.mmucheck.tlc;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Keeps TLC's sets of visited states off the network. Each is a {@code UnicastRemoteObject}, for
 * the use by several machines: it opens a port on all interfaces as it is made, and Java's RMI
 * keeps its classes, so the whole copy of TLC, until memory is short.
 */
final class LocalSets {
  static final String SET = "tlc2.tool.fp.FPSet";

  private static final int API = Opcodes.ASM9;
  private static final String EXPORTED = "java/rmi/server/UnicastRemoteObject";

  /** Has all that the other inherits, and exports nothing. */
  private static final String LOCAL = "java/rmi/server/RemoteServer";

  private static final String CONSTRUCTOR = "<init>";

  private LocalSets() {}

  /** The class file of {@link #SET}, which extends a class that does not export itself. */
  static byte[] makeLocal(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(API, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              String signature,
              String superName,
              String[] interfaces) {
            super.visit(version, access, name, signature, LOCAL, interfaces);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            return new Constructors(super.visitMethod(access, name, type, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Constructors extends MethodVisitor {
    Constructors(MethodVisitor method) {
      super(API, method);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean isInterface) {
      boolean exports = owner.equals(EXPORTED) && name.equals(CONSTRUCTOR);
      super.visitMethodInsn(opcode, exports ? LOCAL : owner, name, type, isInterface);
    }
  }
}
