package org.mmucheck.mutants;

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
 */
public record Mutant(
    Change change, String definition, String name, Part at, String was, String replacement) {

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
