package org.mmucheck.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmucheck.value.Value;
import tools.jackson.databind.JsonNode;

/** Reads what a manifest says of the features of its module's models. */
final class FeaturesReader {
  private static final Set<String> FEATURE = Set.of("says", "with", "takes");
  private static final Set<String> APART = Set.of("of", "from", "why");

  private FeaturesReader() {}

  /**
   * @param file the manifest
   * @param top the same, read
   * @param module whose models have the features
   */
  static Features read(Path file, Fields top, String module) {
    List<Features.Feature> features = new ArrayList<>();
    top.entries("features").forEach((name, value) -> features.add(feature(top, name, value)));
    Set<String> names = new LinkedHashSet<>();
    features.forEach(feature -> names.add(feature.name()));
    List<Features.Apart> apart = top.has("apart") ? apart(top, names) : List.of();
    return new Features(file, module, features, apart);
  }

  private static Features.Feature feature(Fields top, String name, JsonNode value) {
    Fields fields = top.within("features." + name, value, FEATURE);
    Map<String, Value> with = new HashMap<>();
    fields.entries("with").forEach((constant, wanted) -> with.put(constant, value(fields, wanted)));
    List<String> takes = fields.names("takes");
    if (with.isEmpty() && takes.isEmpty()) {
      throw fields.wrong("", "is neither constants ('with') nor actions ('takes')");
    }
    return new Features.Feature(name, fields.text("says"), with, Set.copyOf(takes));
  }

  private static Value value(Fields fields, JsonNode wanted) {
    if (wanted.isBoolean()) {
      return Value.of(wanted.booleanValue());
    }
    if (wanted.isIntegralNumber() && wanted.canConvertToInt() && wanted.intValue() >= 0) {
      return Value.of(wanted.intValue());
    }
    if (wanted.isString() && wanted.stringValue().matches("\"[^\"]*\"")) {
      return Value.of(wanted.stringValue().substring(1, wanted.stringValue().length() - 1));
    }
    throw fields.wrong("with", "must be a truth, a number, or a string with its quotation marks");
  }

  private static List<Features.Apart> apart(Fields top, Set<String> names) {
    JsonNode list = top.field("apart");
    if (!list.isArray()) {
      throw top.wrong("apart", "must be a list");
    }
    List<Features.Apart> apart = new ArrayList<>();
    for (JsonNode node : list) {
      Fields fields = top.within("apart[" + apart.size() + "]", node, APART);
      List<String> from = fields.names("from");
      if (from.isEmpty()) {
        throw fields.wrong("from", "lists no feature");
      }
      known(fields, "of", fields.text("of"), names);
      from.forEach(name -> known(fields, "from", name, names));
      apart.add(new Features.Apart(fields.text("of"), Set.copyOf(from), fields.text("why")));
    }
    return apart;
  }

  private static void known(Fields fields, String field, String name, Set<String> names) {
    if (!names.contains(name)) {
      throw fields.wrong(
          field,
          "no feature '"
              + name
              + "'"
              + EditDistance.nearest(name, names)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(""));
    }
  }
}
