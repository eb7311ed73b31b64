package org.mmucheck.diff;

import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.value.QuotedText;
import org.mmucheck.value.Value;

/**
 * One element that differs between two values.
 *
 * @param path as TLA+ selects it: {@code count[r0]}, {@code pfn[v0].page}
 * @param before null where only the second value has the element
 * @param after null where only the first value has the element
 */
public record Change(String path, @Nullable Value before, @Nullable Value after) {
  /** The value before; {@code none} if there is none. It is another text than the one after. */
  public String beforeText() {
    return text(before, after);
  }

  /** The value after; {@code none} if there is none. */
  public String afterText() {
    return text(after, before);
  }

  private static String text(@Nullable Value value, @Nullable Value other) {
    if (value == null) {
      return "none";
    }
    String text = value.toString();
    return other != null && text.equals(other.toString()) ? QuotedText.of(value) : text;
  }

  /** As a commit message says it: {@code count[r0] 1 -> 0}, {@code spte[r0] -g1}. */
  @Override
  public String toString() {
    if (before instanceof Value.SetOf from && after instanceof Value.SetOf to) {
      boolean alike = from.toString().equals(to.toString());
      Function<Value, String> word = alike ? QuotedText::of : Value::toString;
      StringJoiner text = new StringJoiner(" ", path + " ", "");
      from.elements().stream()
          .filter(element -> !to.elements().contains(element))
          .forEach(element -> text.add("-" + word.apply(element)));
      to.elements().stream()
          .filter(element -> !from.elements().contains(element))
          .forEach(element -> text.add("+" + word.apply(element)));
      return text.toString();
    }
    if (before == null) {
      return path + " = " + after;
    }
    return after == null ? path + " gone" : path + " " + beforeText() + " -> " + afterText();
  }
}
