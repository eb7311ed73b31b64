package org.mmucheck.tlc;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Checks;

/**
 * What TLC has made of a model: of its configuration, as TLC's own parser read it, and of its
 * module.
 *
 * @param checks what TLC checks
 * @param unused the module's own formulas about states, steps or behaviours that take no argument
 *     and that no other formula of the module uses: its properties, its specifications, and what
 *     was left lying
 */
public record Given(Checks checks, Set<String> unused) {
  public Given {
    unused = Set.copyOf(unused);
  }

  /** The same, where a predicate was watched beside what the configuration lists. */
  Given with(@Nullable String watched) {
    Set<String> invariants = new LinkedHashSet<>(checks.invariants());
    if (watched != null) {
      invariants.add(watched);
    }
    return new Given(
        new Checks(checks.specification(), invariants, checks.properties(), checks.deadlock()),
        unused);
  }
}
