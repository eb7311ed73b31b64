package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.catalog.Model.Result;

/**
 * What the right designs of a folder's modules check, as its manifest says under {@code
 * properties}: for each module, and each formula that describes its behaviours, the properties that
 * hold of every right design. A right design that leaves one out says why, and so does the manifest
 * of a property that no list has; else a property could be dropped from any row, and every verdict
 * would be as before.
 *
 * <p>Rows of the same module, constants and formula are one design. It is a right one if something
 * holds of it and nothing is said to break or to deadlock with these constants.
 */
final class RightDesigns {
  private static final String PROPERTIES = "properties";
  private static final String WITHOUT = "without";

  private final Fields top;
  private final List<Fields> fields;
  private final List<Row> rows;
  private final Map<String, Map<String, Set<String>>> lists = new LinkedHashMap<>(); // by module
  private final Map<String, String> reasons;

  /**
   * @param fields those of {@code rows}, in the same order
   */
  RightDesigns(Fields top, List<Fields> fields, List<Row> rows) {
    this.top = top;
    this.fields = fields;
    this.rows = rows;
    top.entries(PROPERTIES)
        .keySet()
        .forEach(
            module -> {
              Map<String, Set<String>> byFormula = new LinkedHashMap<>();
              Fields of = top.anyObject(PROPERTIES, module);
              of.fieldNames()
                  .forEach(
                      formula -> byFormula.put(formula, new LinkedHashSet<>(of.names(formula))));
              lists.put(module, byFormula);
            });
    reasons = top.texts(WITHOUT);
  }

  /** Whether the manifest says what the right designs of a module check. */
  boolean pins(String module) {
    return lists.containsKey(module);
  }

  /** Every formula that rows of a module name. */
  Set<String> named(String module) {
    Set<String> named = new LinkedHashSet<>();
    for (Row row : rows) {
      if (row.module().equals(module)) {
        named.add(row.bare().specification());
        row.models().forEach(model -> named.addAll(checked(model)));
      }
    }
    return named;
  }

  /**
   * @throws org.mmucheck.input.InputException if a right design leaves out what its module's list
   *     has, or a property is in no list, and nothing says why
   */
  void require() {
    requireModules();
    Map<String, Set<String>> held = new HashMap<>();
    Set<String> wrong = new LinkedHashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Set<String> holds = held.computeIfAbsent(design(row), key -> new LinkedHashSet<>());
      row.models().stream().filter(RightDesigns::isHeld).forEach(m -> holds.addAll(checked(m)));
      if (!fields.get(i).namesOrKeys("breaks").isEmpty() || fields.get(i).has("deadlocks")) {
        wrong.add(constants(row));
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      boolean isRight =
          row.models().stream().anyMatch(RightDesigns::isHeld) && !wrong.contains(constants(row));
      if (pins(row.module())) {
        requireListed(row, fields.get(i));
        requireReasonForDeadlock(fields.get(i));
      }
      if (pins(row.module()) && isRight) {
        requireAll(row, fields.get(i), held.getOrDefault(design(row), Set.of()));
      } else if (fields.get(i).has(WITHOUT)) {
        throw fields
            .get(i)
            .wrong(
                WITHOUT,
                pins(row.module())
                    ? "only a right design leaves something out; this row says what breaks"
                    : "there is no list to leave something out of; give one under 'properties'");
      }
    }
  }

  private void requireModules() {
    Set<String> modules = new LinkedHashSet<>(rows.stream().map(Row::module).toList());
    lists.forEach(
        (module, byFormula) -> {
          if (!modules.contains(module)) {
            throw top.wrong(PROPERTIES + "." + module, "no row is of this module");
          }
          byFormula.forEach(
              (formula, list) ->
                  list.forEach(
                      name -> {
                        if (reasons.containsKey(name) && byFormula.size() == 1) {
                          throw top.wrong(
                              WITHOUT + "." + name, "is what every right design checks");
                        }
                      }));
        });
    if (!lists.isEmpty()) {
      requireReasonForDeadlock(top);
    }
  }

  /**
   * What some row checks, and none as something to be reached, stands in a list or has a reason.
   */
  private void requireListed(Row row, Fields own) {
    Set<String> names = new LinkedHashSet<>(own.namesOrKeys("breaks"));
    row.models().stream().filter(RightDesigns::isHeld).forEach(m -> names.addAll(checked(m)));
    names.removeAll(reasons.keySet());
    lists.getOrDefault(row.module(), Map.of()).values().forEach(names::removeAll);
    if (!names.isEmpty()) {
      throw own.wrong(
          "",
          names.iterator().next()
              + " is in no list under 'properties."
              + row.module()
              + "', and 'without' does not say why");
    }
  }

  private void requireAll(Row row, Fields own, Set<String> held) {
    String formula = row.bare().specification();
    String position = PROPERTIES + "." + row.module() + "." + formula;
    Set<String> list = lists.getOrDefault(row.module(), Map.of()).get(formula);
    if (list == null) {
      throw own.wrong(
          "", "a right design, and there is no '" + position + "' that says what holds");
    }
    for (String name : held) {
      if (row.temporal().contains(name) && !list.contains(name) && !reasons.containsKey(name)) {
        throw own.wrong("", "checks " + name + ", which '" + position + "' does not have");
      }
    }
    Map<String, String> without = own.texts(WITHOUT);
    for (String name : without.keySet()) {
      if (!list.contains(name)) {
        throw own.wrong(WITHOUT + "." + name, "is not in '" + position + "'");
      }
      if (held.contains(name)) {
        throw own.wrong(WITHOUT + "." + name, "is checked all the same");
      }
    }
    for (String name : list) {
      if (!held.contains(name) && !without.containsKey(name)) {
        throw own.wrong(
            "",
            "a right design that does not check "
                + name
                + ", as '"
                + position
                + "' has it; check it, or say under 'without' why not");
      }
    }
  }

  private static void requireReasonForDeadlock(Fields at) {
    if (at.has("checkDeadlock")
        && at.field("checkDeadlock").isBoolean()
        && !at.field("checkDeadlock").booleanValue()) {
      throw at.wrong("checkDeadlock", "say why a deadlock is allowed, in place of false");
    }
  }

  private static boolean isHeld(Model model) {
    return model.expected().result() == Result.SUCCESS;
  }

  private static List<String> checked(Model model) {
    List<String> names = new ArrayList<>();
    Pins pins = model.pins();
    if (pins != null) {
      names.addAll(pins.checks().invariants());
      names.addAll(pins.checks().properties());
    }
    return names;
  }

  private static String constants(Row row) {
    return row.module() + " " + row.bare().assignments();
  }

  private static String design(Row row) {
    return constants(row) + " " + row.bare().specification();
  }
}
