package org.mmucheck.linux.kernel;

/** A kernel has no type or field that a path names. */
public final class NoSuchFieldInKernelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoSuchFieldInKernelException(String path, String reason) {
    super(path + ": " + reason);
  }
}
