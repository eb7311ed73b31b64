package org.mmucheck.mutants.code;

import java.util.Arrays;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Classes without constants that are pushed and dropped at once. That is all that is left of a
 * change from {@code return false} to {@code return false}.
 */
final class Plain {
  private Plain() {}

  /** Whether two classes do the same, as far as that shows in their instructions. */
  static boolean isSame(byte[] one, byte[] other) {
    return Arrays.equals(of(one), of(other));
  }

  private static byte[] of(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  String signature,
                  String[] exceptions) {
                return new Dropping(
                    super.visitMethod(access, name, descriptor, signature, exceptions));
              }
            },
            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  /** Holds a small constant back until it is known whether it is dropped. */
  private static final class Dropping extends HoldingVisitor {
    private static final int NONE = -1;

    private int held = NONE;

    Dropping(MethodVisitor next) {
      super(next);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.POP && held != NONE) {
        held = NONE;
        return;
      }
      release();
      if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
        held = opcode;
      } else {
        mv.visitInsn(opcode);
      }
    }

    @Override
    void release() {
      if (held != NONE) {
        mv.visitInsn(held);
        held = NONE;
      }
    }

    @Override
    public void visitMaxs(int stack, int locals) {
      mv.visitMaxs(0, 0); // they follow from the rest
    }
  }
}
