package org.mmucheck.tlc;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes the reads of TLC's behaviour graph exclusive. Two threads search the graph for the two
 * parts of a lasso, in one file with one position, and TLC 2.18 lets them: a read beyond the file's
 * end then ends the run, or a node is read that is not there. TLC does the same from its commit
 * ba14c21a6 on (tlaplus/tlaplus#597).
 */
final class GraphReads {
  static final String GRAPH = "tlc2.tool.liveness.AbstractDiskGraph";
  static final Set<String> READS = Set.of("getNode", "getNodeFromDisk");

  private static final int API = Opcodes.ASM9;
  private static final int NO_CODE = Opcodes.ACC_ABSTRACT;

  private GraphReads() {}

  /** The class file of {@link #GRAPH} with its {@link #READS} synchronized. */
  static byte[] makeExclusive(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(API, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            boolean reads = READS.contains(name) && (access & NO_CODE) == 0;
            int flags = reads ? access | Opcodes.ACC_SYNCHRONIZED : access;
            return super.visitMethod(flags, name, type, signature, exceptions);
          }
        },
        0);
    return writer.toByteArray();
  }
}
