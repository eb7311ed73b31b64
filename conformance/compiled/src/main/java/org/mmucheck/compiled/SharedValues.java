package org.mmucheck.compiled;

import java.util.IdentityHashMap;
import java.util.Map;
import org.mmucheck.compiled.value.FunVal;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.value.Value;

/**
 * Values as the rest of the program has them, most of them made once: of what a step changes, most
 * has been elsewhere before. For one thread.
 */
final class SharedValues {
  private static final int KEPT = 1 << 16;

  private final Map<Val, Value> known = new IdentityHashMap<>();

  Value of(Val value) {
    if (!(value instanceof FunVal || value instanceof SetVal)) {
      return PlainValues.of(value, this::of);
    }
    Value made = known.get(value);
    if (made == null) {
      if (known.size() >= KEPT) {
        known.clear();
      }
      made = PlainValues.of(value, this::of);
      known.put(value, made);
    }
    return made;
  }
}
