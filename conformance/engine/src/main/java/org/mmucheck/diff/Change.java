package org.mmucheck.diff;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.mmucheck.value.Value;

/**
 * One element that differs between two values.
 *
 * @param path as TLA+ selects it: {@code count[r0]}, {@code pfn[v0].page}
 * @param before null where only the second value has the element
 * @param after null where only the first value has the element
 */
public record Change(String path, @Nullable Value before, @Nullable Value after) {
  /** As a commit message says it: {@code count[r0] 1 -> 0}, {@code spte[r0] -g1}. */
  @Override
  public String toString() {
    if (before instanceof Value.SetOf from && after instanceof Value.SetOf to) {
      StringJoiner text = new StringJoiner(" ", path + " ", "");
      from.elements().stream()
          .filter(element -> !to.elements().contains(element))
          .forEach(element -> text.add("-" + element));
      to.elements().stream()
          .filter(element -> !from.elements().contains(element))
          .forEach(element -> text.add("+" + element));
      return text.toString();
    }
    if (before == null) {
      return path + " = " + after;
    }
    return after == null ? path + " gone" : path + " " + before + " -> " + after;
  }
}
