package org.mmucheck.compiled.code;

import org.mmucheck.compiled.value.Val;

/** Loads the class of one model, which goes with it. */
public final class MachineLoader extends ClassLoader {
  private final Val[] constants;

  /**
   * @param constants what the class's static fields hold
   */
  MachineLoader(Val[] constants) {
    super(MachineLoader.class.getClassLoader());
    this.constants = constants;
  }

  Class<?> define(byte[] classFile) {
    return defineClass(ClassCode.NAME.replace('/', '.'), classFile, 0, classFile.length);
  }

  /** Called by the class when it is initialized. */
  public static Val[] constants(Class<?> compiled) {
    return ((MachineLoader) compiled.getClassLoader()).constants;
  }
}
