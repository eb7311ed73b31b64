package org.mmucheck.compiled.code;

import java.lang.reflect.Constructor;
import org.mmucheck.compiled.value.Val;

/**
 * A class and the values that make it one action or one formula.
 *
 * @param constructor of the class: of the machine and the values
 */
record CompiledPart(Constructor<? extends Part> constructor, Val[] values) {
  /** The part of one machine. */
  Part create(Machine machine) {
    try {
      return constructor.newInstance(machine, values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the compiled class does not load", e);
    }
  }
}
