package org.mmucheck.subject;

import java.util.Arrays;
import java.util.Locale;
import org.mmucheck.value.Value;

/** Translates a schedule point's Java name, {@code ZAP_SPTE}, to the spec's, {@code ZapSpte}. */
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

  static Value text(Enum<?> point) {
    return TEXTS.get(point.getDeclaringClass())[point.ordinal()];
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
