package org.mmucheck.catalog;

import java.util.Set;

/**
 * What a manifest pins of how a model is checked.
 *
 * @param checks what TLC must be given
 * @param named every formula of the module that the manifest speaks of, as something to check or as
 *     a specification; empty where it does not say what a right design of the module checks
 */
public record Pins(Checks checks, Set<String> named) {
  public Pins {
    named = Set.copyOf(named);
  }
}
