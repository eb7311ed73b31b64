package org.mmucheck.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Row;

/** The right design that a wrong one is a mistake in: it has the most rules in common with it. */
final class NearestRight {
  private final List<Row> right;

  NearestRight(Catalog catalog) {
    right =
        catalog.rows().stream()
            .filter(catalog::isRight)
            .filter(NearestRight::behaves)
            .filter(row -> catalog.isOfRightDesign(row.models().getFirst()))
            .toList();
  }

  /** Whether a row is of behaviours that code can have, and not of an inductive step. */
  static boolean behaves(Row row) {
    return row.models().getFirst().induction() == null;
  }

  /**
   * A model of the right design; empty if none differs from the row in a rule alone, as where the
   * mistake is a bound or a word.
   */
  Optional<Model> of(Row wrong) {
    Model own = wrong.models().getFirst();
    Map<String, Boolean> rules = ConfigText.of(own).truths();
    return right.stream()
        .map(row -> row.models().getFirst())
        .filter(model -> model.module().equals(own.module()))
        .filter(model -> differences(rules, model) > 0)
        .min(Comparator.comparingLong(model -> differences(rules, model)));
  }

  private static long differences(Map<String, Boolean> rules, Model model) {
    Map<String, Boolean> others = ConfigText.of(model).truths();
    return rules.entrySet().stream()
        .filter(rule -> !rule.getValue().equals(others.get(rule.getKey())))
        .count();
  }
}
