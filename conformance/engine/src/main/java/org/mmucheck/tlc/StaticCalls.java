package org.mmucheck.tlc;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Redirects calls of methods, to static ones, in classes as they are loaded. */
public final class StaticCalls {
  private static final int API = Opcodes.ASM9;

  /**
   * Threads of TLC that cannot go on, the liveness checker's and those that read and write its
   * files, end the whole process; where many models are checked each must end its own run only.
   */
  public static final Call EXIT = new Call("java/lang/System", "exit", "(I)V");

  /** The same of an instance: what {@link #EXIT} calls. */
  public static final Call RUNTIME_EXIT = new Call("java/lang/Runtime", "exit", "(I)V");

  /** Ends the process at once, before anybody can say why. */
  public static final Call HALT = new Call("java/lang/Runtime", "halt", "(I)V");

  /** The liveness checker writes a lasso in a pool that it never shuts down. */
  static final Call POOL =
      new Call(
          "java/util/concurrent/Executors",
          "newFixedThreadPool",
          "(I)Ljava/util/concurrent/ExecutorService;");

  /**
   * TLC deletes the folder of a run that has a verdict, while a thread may still be about to write
   * the next file of its queue of states there, fail, and give up the process.
   */
  static final Call DELETE_FOLDER =
      new Call("util/FileUtil", "deleteDir", "(Ljava/lang/String;Z)Z");

  private StaticCalls() {}

  /**
   * A method.
   *
   * @param owner the internal name of its class
   * @param type its descriptor
   */
  public record Call(String owner, String name, String type) {}

  /**
   * A class file in which calls go to the static method of the same name and type of another class;
   * an instance is its first argument there.
   *
   * @param targets for each redirected method that class's internal name
   */
  public static byte[] redirect(byte[] classFile, Map<Call, String> targets) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0); // copies what does not change as it is
    reader.accept(
        new ClassVisitor(API, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, type, signature, exceptions);
            return new Redirected(method, targets);
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Redirected extends MethodVisitor {
    private final Map<Call, String> targets;

    Redirected(MethodVisitor method, Map<Call, String> targets) {
      super(API, method);
      this.targets = targets;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean isInterface) {
      String target = targets.get(new Call(owner, name, type));
      if (target == null) {
        super.visitMethodInsn(opcode, owner, name, type, isInterface);
      } else if (opcode == Opcodes.INVOKEVIRTUAL) {
        String withInstance = "(L" + owner + ";" + type.substring(1);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, target, name, withInstance, false);
      } else {
        super.visitMethodInsn(opcode, target, name, type, isInterface);
      }
    }
  }
}
