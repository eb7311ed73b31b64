package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads what a row says of the orderings that its design relies on. */
final class DesignReader {
  private static final Set<String> FIELDS = Set.of("also", "environment", "orderings");
  private static final Set<String> ORDERING = Set.of("at", "breaks", "steps", "ruledOut");

  private final Row row;
  private final Map<String, Row> rows;
  private final Map<String, Model> models;

  /**
   * @param rows all of the manifest, by name
   * @param models all of the manifest, by name
   */
  DesignReader(Row row, Map<String, Row> rows, Map<String, Model> models) {
    this.row = row;
    this.rows = rows;
    this.models = models;
  }

  Design read(Fields fields) {
    Fields ablation = fields.object("ablation", FIELDS);
    List<Model> also = new ArrayList<>();
    for (String name : ablation.names("also")) {
      also.add(model(ablation, "also", name));
    }
    List<Design.Ordering> orderings = new ArrayList<>();
    ablation
        .entries("orderings")
        .forEach((constant, value) -> orderings.add(ordering(ablation, constant, value)));
    return new Design(row.models().getFirst(), also, ablation.names("environment"), orderings);
  }

  private Design.Ordering ordering(Fields ablation, String constant, JsonNode value) {
    String position = "orderings." + constant;
    if (value.isString() && !value.stringValue().isBlank()) {
      return new Design.Ordering(constant, null, value.stringValue(), false);
    }
    if (!value.isObject()) {
      throw ablation.wrong(
          position, "must be why nothing breaks, or an object with breaks and steps, or ruledOut");
    }
    Fields ordering = ablation.within(position, value, ORDERING);
    if (ordering.has("ruledOut")) {
      if (ordering.has("breaks") || ordering.has("steps") || ordering.has("at")) {
        throw ordering.wrong("", "either breaks a property or is ruledOut");
      }
      return new Design.Ordering(constant, null, ordering.text("ruledOut"), true);
    }
    Long steps = ordering.count("steps", 0, Integer.MAX_VALUE);
    if (steps == null) {
      throw ordering.wrong("", "the field 'steps' is missing");
    }
    String breaks = ordering.text("breaks");
    Model at =
        ordering.has("at")
            ? sizedFor(breaks, model(ordering, "at", ordering.text("at")), ordering.text("at"))
            : row.models().getFirst();
    return new Design.Ordering(
        constant, new Design.Harm(at, breaks, steps.intValue()), null, false);
  }

  /** Of a row's models the one that breaks the property: it is as large as that needs, and fair. */
  private Model sizedFor(String property, Model first, String name) {
    Row named = rows.get(row.models().getFirst().module() + "_" + name);
    return named == null
        ? first
        : named.models().stream()
            .filter(model -> property.equals(model.expected().property()))
            .findFirst()
            .orElse(first);
  }

  /** The model of that name, without its module's, or the first of the row of that name. */
  private Model model(Fields fields, String field, String name) {
    String full = row.models().getFirst().module() + "_" + name;
    Model model = models.get(full);
    if (model == null && rows.containsKey(full)) {
      model = rows.get(full).models().getFirst();
    }
    if (model == null) {
      Set<String> known = new LinkedHashSet<>(rows.keySet());
      known.addAll(models.keySet());
      throw fields.wrong(
          field,
          "no model '"
              + name
              + "'"
              + EditDistance.nearest(full, known)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(""));
    }
    return model;
  }
}
