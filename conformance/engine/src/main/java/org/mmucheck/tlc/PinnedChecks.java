package org.mmucheck.tlc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mmucheck.catalog.Checks;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Pins;

/**
 * Compares what TLC was really given with what the manifest says that a model checks. A property
 * that is lost on the way to TLC, or a formula of the module that no model checks, would else leave
 * every verdict as it was.
 */
final class PinnedChecks {
  private PinnedChecks() {}

  /**
   * How a run of the model alone, or with others that explore the same, differs from the manifest;
   * one sentence each.
   *
   * @param isAlone whether the run was given nothing of other models
   */
  static List<String> differences(Model model, Given given, boolean isAlone) {
    Pins pins = model.pins();
    if (pins == null) {
      return List.of();
    }
    Checks pinned = pins.checks();
    Checks real = given.checks();
    List<String> found = new ArrayList<>();
    if (!pinned.specification().equals(real.specification())) {
      found.add(
          model.name()
              + " should explore "
              + pinned.specification()
              + ", but TLC was given "
              + (real.specification().isEmpty() ? "no specification" : real.specification()));
    }
    if (pinned.deadlock() != real.deadlock()) {
      found.add(
          model.name()
              + (pinned.deadlock()
                  ? " should check for deadlock, but TLC does not"
                  : " should allow deadlock, but TLC does not"));
    }
    lost(model, "invariant", pinned.invariants(), real.invariants(), isAlone, found);
    lost(model, "property", pinned.properties(), real.properties(), isAlone, found);
    if (!pins.named().isEmpty()) {
      Set<String> unchecked = new TreeSet<>(given.unused());
      unchecked.removeAll(pins.named());
      unchecked.forEach(
          name ->
              found.add(
                  model.module()
                      + ".tla: nothing uses "
                      + name
                      + " and the manifest does not name it; if it is a property, say which"
                      + " models check it"));
    }
    return found;
  }

  private static void lost(
      Model model,
      String kind,
      Set<String> pinned,
      Set<String> real,
      boolean isAlone,
      List<String> found) {
    Set<String> missing = new LinkedHashSet<>(pinned);
    missing.removeAll(real);
    missing.forEach(
        name -> found.add(model.name() + " should check " + name + ", but TLC was not given it"));
    Set<String> added = new LinkedHashSet<>(real);
    added.removeAll(pinned);
    if (isAlone) {
      added.forEach(
          name ->
              found.add(
                  model.name() + " should not check " + name + ", but TLC has it as " + kind));
    }
  }
}
