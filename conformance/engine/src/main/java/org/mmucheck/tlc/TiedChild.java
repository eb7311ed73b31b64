package org.mmucheck.tlc;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Runs another program's main class in a process that ends when its parent does, however that ends:
 * the parent holds the other end of standard input, and the system closes it.
 */
public final class TiedChild {
  private static final int PARENT_IS_GONE = 143;

  private TiedChild() {}

  /**
   * @param args the main class and its own arguments
   * @throws ReflectiveOperationException if there is no such class
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread.ofPlatform().daemon().name("end with the parent").start(TiedChild::awaitEnd);
    String[] rest = new String[args.length - 1];
    System.arraycopy(args, 1, rest, 0, rest.length);
    try {
      Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // as good as its end
    }
    Runtime.getRuntime().halt(PARENT_IS_GONE);
  }
}
