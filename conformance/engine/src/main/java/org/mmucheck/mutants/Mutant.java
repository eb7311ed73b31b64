package org.mmucheck.mutants;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.tlc.Coverage.Part;

/**
 * One small change of a module's text.
 *
 * @param definition the key of the definition that is changed, as {@link
 *     org.mmucheck.tlc.Definition#key}
 * @param name the definition's name
 * @param at where
 * @param was what stood there, on one line
 * @param replacement what stands there now
 * @param nth which it is of the mutants of its definition that read alike, from 1
 * @param weakens whether it can make its definition true where that was false, and not the reverse
 */
public record Mutant(
    Change change,
    String definition,
    String name,
    Part at,
    String was,
    String replacement,
    int nth,
    boolean weakens) {

  Mutant(
      Change change,
      String definition,
      String name,
      Part at,
      String was,
      String replacement,
      boolean weakens) {
    this(change, definition, name, at, was, replacement, 1, weakens);
  }

  /** The mutants, each with its {@link #nth}; those of a definition in the order of its text. */
  static List<Mutant> numbered(List<Mutant> mutants) {
    Map<List<Object>, Integer> seen = new HashMap<>();
    return mutants.stream()
        .map(each -> each.withNth(seen.merge(each.alike(), 1, Integer::sum)))
        .toList();
  }

  private Mutant withNth(int number) {
    return new Mutant(change, definition, name, at, was, replacement, number, weakens);
  }

  private List<Object> alike() {
    return List.of(change, definition, was, replacement);
  }

  /** The module that is changed. */
  public String module() {
    return at.module();
  }

  /** The module's text with the change. */
  String applyTo(ModuleText text) {
    return text.with(at, replacement);
  }

  /** One line for people: where, what was there, what is. */
  public String line() {
    return "%s:%d:%d: %s: %s: `%s` -> `%s`"
        .formatted(module(), at.line(), at.column(), name, change.word(), was, replacement);
  }
}
