package org.mmucheck.model.inside;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * One mistake inside one atomic step, made in the class file: what the source does in one access it
 * does in two, or without its lock.
 *
 * @param owner the class, by its name inside {@code org.mmucheck.model}
 * @param method the method; all of that name
 * @param kind what is wrong
 */
record Mutation(String owner, String method, Kind kind) {
  private static final String PLACE = "org.mmucheck.model.";
  private static final String RACY = Type.getInternalName(Racy.class);
  private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
  private static final Set<String> EXCHANGES =
      Set.of("compareAndExchange", "compareAndSet", "getAndSet", "getAndUpdate");

  /** What is wrong. */
  enum Kind {
    /** The method's locks are not taken. */
    UNLOCKED,
    /** Its atomic exchanges look first and write then. */
    LOOKS_THEN_WRITES,
    /** It takes no copy of the readers: a grace period that waits for nobody. */
    WAITS_FOR_NOBODY
  }

  String className() {
    return PLACE + owner;
  }

  /** The class with the mistake in it. */
  byte[] bytes() {
    byte[] source;
    try (InputStream in =
        Mutation.class.getResourceAsStream("/" + className().replace('.', '/') + ".class")) {
      source = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ClassReader reader = new ClassReader(source);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    Counter made = new Counter();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor plain =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals(method) ? new Wrong(plain, made) : plain;
          }
        },
        0);
    if (made.count == 0) {
      throw new IllegalStateException(this + " finds nothing to do wrong");
    }
    return writer.toByteArray();
  }

  @Override
  public String toString() {
    return owner + "." + method + "() " + kind.name().toLowerCase().replace('_', ' ');
  }

  private static final class Counter {
    private int count;
  }

  private final class Wrong extends MethodVisitor {
    private final Counter made;

    Wrong(MethodVisitor next, Counter made) {
      super(Opcodes.ASM9, next);
      this.made = made;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean isLocking = owner.equals(LOCK) && (name.equals("lock") || name.equals("unlock"));
      if (kind == Kind.UNLOCKED && isLocking) {
        made.count++;
        super.visitInsn(Opcodes.POP);
        return;
      }
      if (kind == Kind.WAITS_FOR_NOBODY
          && owner.equals("java/util/HashSet")
          && descriptor.equals("(Ljava/util/Collection;)V")) {
        made.count++;
        super.visitInsn(Opcodes.POP);
        mv.visitMethodInsn(
            Opcodes.INVOKESTATIC, "java/util/List", "of", "()Ljava/util/List;", true);
      }
      if (kind == Kind.LOOKS_THEN_WRITES && EXCHANGES.contains(name)) {
        made.count++;
        mv.visitMethodInsn(
            Opcodes.INVOKESTATIC, RACY, name, withReceiver(owner, descriptor), false);
        return;
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    /** The static method's descriptor: a VarHandle's object may be of any class. */
    private String withReceiver(String owner, String descriptor) {
      String first = "(L" + owner + ";";
      String rest = descriptor.substring(1);
      return owner.equals("java/lang/invoke/VarHandle")
          ? first + rest.replaceFirst("^L[^;]+;", "Ljava/lang/Object;")
          : first + rest;
    }
  }
}
