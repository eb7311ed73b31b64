package org.mmucheck.subject;

import java.util.Arrays;
import java.util.Locale;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/**
 * Names the schedule points as the spec does. An enum constant {@code ZAP_SPTE} is {@code ZapSpte};
 * a string is the name itself; an action that is taken on has the action's.
 */
public final class StepNames {
  /** By enum class and ordinal, because a projection asks after every step. */
  private static final ClassValue<Value[]> TEXTS =
      new ClassValue<>() {
        @Override
        protected Value[] computeValue(Class<?> type) {
          return Arrays.stream(type.getEnumConstants())
              .map(constant -> Value.of(inSpec((Enum<?>) constant)))
              .toArray(Value[]::new);
        }
      };

  private StepNames() {}

  static Value text(Object point) {
    return point instanceof Enum<?> constant
        ? TEXTS.get(constant.getDeclaringClass())[constant.ordinal()]
        : Value.of(inSpec(point));
  }

  static String inSpec(Object point) {
    if (point instanceof ActionInstance action) {
      return action.action();
    }
    return point instanceof Enum<?> constant ? inSpec(constant) : point.toString();
  }

  /** The spec's name of an enum constant. */
  public static String inSpec(Enum<?> point) {
    StringBuilder name = new StringBuilder();
    for (String word : point.name().split("_")) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
