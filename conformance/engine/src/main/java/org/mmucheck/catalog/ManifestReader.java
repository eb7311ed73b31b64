package org.mmucheck.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code models.json} strictly: a field that is unknown, missing or of the wrong kind, a
 * second model of one name, and a file that does not exist are errors with their position.
 */
final class ManifestReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Set<String> MODEL_FIELDS =
      Set.of(
          "name", "id", "module", "config", "expected", "kernel", "summary", "tier", "induction");
  private static final Set<String> EXPECTED_FIELDS =
      Set.of("result", "property", "distinctStates", "depth", "graphDigest");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> KERNEL_FIELDS = Set.of("commit", "subject", "year");
  private static final Set<String> DESIGN_FIELDS =
      Set.of("model", "also", "environment", "orderings");
  private static final Set<String> ORDERING_FIELDS =
      Set.of("constant", "at", "breaks", "steps", "why", "ruledOut");
  private static final Set<String> TIERS = Set.of("quick", "full");

  private final Path specDir;
  private final String file;
  private final Set<String> configs = new TreeSet<>();

  ManifestReader(Path specDir) {
    this.specDir = specDir;
    this.file = specDir.resolve(Catalog.MANIFEST).toString();
  }

  /** What the manifest lists. */
  record Manifest(List<Model> models, List<Design> designs, Set<String> configs) {}

  Manifest read() {
    JsonNode root = parse();
    knownFields(root, "", Set.of("models", "designs"));
    List<Model> models = models(root);
    return new Manifest(models, root.has("designs") ? designs(root, models) : List.of(), configs);
  }

  private List<Model> models(JsonNode root) {
    JsonNode rows = list(root, "", "models");
    List<Model> models = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String at = "models[" + i + "]";
      Model model = model(rows.get(i), at);
      String before = seen.put(model.name(), at);
      if (before != null) {
        throw wrong(at + ".name", "'" + model.name() + "' is already the name of " + before);
      }
      models.add(model);
    }
    return models;
  }

  private List<Design> designs(JsonNode root, List<Model> models) {
    Map<String, Model> byName = new HashMap<>();
    models.forEach(model -> byName.put(model.name(), model));
    List<Design> designs = new ArrayList<>();
    for (JsonNode row : list(root, "", "designs")) {
      String at = "designs[" + designs.size() + "]";
      knownFields(row, at, DESIGN_FIELDS);
      List<Model> also = new ArrayList<>();
      for (JsonNode name : list(row, at, "also")) {
        also.add(known(byName, name.asString(), at + ".also"));
      }
      List<String> environment = new ArrayList<>();
      list(row, at, "environment").forEach(name -> environment.add(name.asString()));
      List<Design.Ordering> orderings = new ArrayList<>();
      for (JsonNode ordering : list(row, at, "orderings")) {
        orderings.add(ordering(ordering, at + ".orderings[" + orderings.size() + "]", byName));
      }
      designs.add(
          new Design(
              known(byName, text(row, at, "model"), at + ".model"), also, environment, orderings));
    }
    return designs;
  }

  private Design.Ordering ordering(JsonNode row, String at, Map<String, Model> models) {
    knownFields(row, at, ORDERING_FIELDS);
    String constant = text(row, at, "constant");
    if (row.has("why") || row.has("ruledOut")) {
      if (row.has("breaks") || (row.has("why") && row.has("ruledOut"))) {
        throw wrong(at, "either breaks a property, or says why nothing breaks, or is ruledOut");
      }
      boolean ruledOut = row.has("ruledOut");
      return new Design.Ordering(
          constant, null, text(row, at, ruledOut ? "ruledOut" : "why"), ruledOut);
    }
    Long steps = countOrNull(row, at, "steps", Integer.MAX_VALUE);
    if (steps == null) {
      throw wrong(at + ".steps", "must be a positive whole number");
    }
    Model where = known(models, text(row, at, "at"), at + ".at");
    return new Design.Ordering(
        constant, new Design.Harm(where, text(row, at, "breaks"), steps.intValue()), null, false);
  }

  private Model known(Map<String, Model> models, String name, String at) {
    Model model = models.get(name);
    if (model == null) {
      throw wrong(
          at,
          "no model '"
              + name
              + "'"
              + EditDistance.nearest(name, models.keySet())
                  .map(n -> "; did you mean " + n + "?")
                  .orElse(""));
    }
    return model;
  }

  private JsonNode list(JsonNode node, String at, String name) {
    JsonNode rows = field(node, at, name);
    if (!rows.isArray()) {
      throw wrong(at.isEmpty() ? name : at + "." + name, "must be a list");
    }
    return rows;
  }

  private JsonNode parse() {
    try {
      return JSON.readTree(Files.readAllBytes(specDir.resolve(Catalog.MANIFEST)));
    } catch (NoSuchFileException e) {
      throw new InputException(file, "", "no such file; a spec folder lists its models there");
    } catch (IOException e) {
      throw new InputException(file, "", "cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
      throw new InputException(file, where, "not JSON: " + e.getOriginalMessage());
    }
  }

  private Model model(JsonNode row, String at) {
    knownFields(row, at, MODEL_FIELDS);
    String tier = text(row, at, "tier");
    if (!TIERS.contains(tier)) {
      throw wrong(at + ".tier", "'" + tier + "' is neither quick nor full");
    }
    Source source =
        new Source(
            specDir, existing(row, at, "module", ".tla"), config(existing(row, at, "config", "")));
    return Model.of(text(row, at, "name"), source)
        .id(textOrNull(row, at, "id"))
        .tier(tier)
        .expected(expected(field(row, at, "expected"), at + ".expected"))
        .kernel(kernel(field(row, at, "kernel"), at + ".kernel"))
        .summary(text(row, at, "summary"))
        .induction(
            row.has("induction") ? induction(text(row, at, "induction"), at + ".induction") : null)
        .build();
  }

  private String config(String name) {
    Path config = specDir.resolve(name);
    configs.add(name);
    try {
      return Files.readString(config);
    } catch (IOException e) {
      throw new InputException(config.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  private Model.Induction induction(String word, String at) {
    for (Model.Induction half : Model.Induction.values()) {
      if (half.word().equals(word)) {
        return half;
      }
    }
    throw wrong(at, "'" + word + "' is neither base nor step");
  }

  private Model.Expected expected(JsonNode node, String at) {
    knownFields(node, at, EXPECTED_FIELDS);
    Model.Result result = result(text(node, at, "result"), at + ".result");
    String property = textOrNull(node, at, "property");
    boolean breaksProperty =
        result == Model.Result.SAFETY_FAILURE || result == Model.Result.LIVENESS_FAILURE;
    if (breaksProperty && property == null) {
      throw wrong(at + ".property", "a " + result.word() + " names the property that breaks");
    }
    if (!breaksProperty && property != null) {
      throw wrong(at + ".property", "'" + result.word() + "' breaks no property; use null");
    }
    Long states = countOrNull(node, at, "distinctStates", Long.MAX_VALUE);
    Long depth = countOrNull(node, at, "depth", Integer.MAX_VALUE);
    return new Model.Expected(
        result,
        property,
        states,
        depth == null ? null : depth.intValue(),
        node.has("graphDigest") ? digest(node, at) : null);
  }

  private String digest(JsonNode node, String at) {
    String digest = text(node, at, "graphDigest");
    if (!DIGEST.matcher(digest).matches()) {
      throw wrong(at + ".graphDigest", "must be 64 digits of hex, as `mmucheck graph` prints it");
    }
    return digest;
  }

  private Model.Result result(String word, String at) {
    Set<String> words = new TreeSet<>();
    for (Model.Result result : Model.Result.values()) {
      if (result.word().equals(word)) {
        return result;
      }
      words.add(result.word());
    }
    throw wrong(at, "'" + word + "' is none of " + String.join(", ", words));
  }

  private Model.@Nullable Kernel kernel(JsonNode node, String at) {
    if (node.isNull()) {
      return null;
    }
    knownFields(node, at, KERNEL_FIELDS);
    Long year = countOrNull(node, at, "year", 9999);
    if (year == null) {
      throw wrong(at + ".year", "must be a year");
    }
    return new Model.Kernel(
        textOrNull(node, at, "commit"), text(node, at, "subject"), year.intValue());
  }

  private void knownFields(JsonNode node, String at, Set<String> known) {
    if (!node.isObject()) {
      throw wrong(at, "must be an object with " + String.join(", ", new TreeSet<>(known)));
    }
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw wrong(
            at.isEmpty() ? name : at + "." + name,
            "unknown field"
                + EditDistance.nearest(name, known)
                    .map(n -> "; did you mean " + n + "?")
                    .orElse(""));
      }
    }
  }

  private JsonNode field(JsonNode node, String at, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw wrong(at, "the field '" + name + "' is missing");
    }
    return value;
  }

  private @Nullable String textOrNull(JsonNode node, String at, String name) {
    return field(node, at, name).isNull() ? null : text(node, at, name);
  }

  private String text(JsonNode node, String at, String name) {
    JsonNode value = field(node, at, name);
    if (!value.isString() || value.stringValue().isBlank()) {
      throw wrong(at + "." + name, "must be a text that is not empty");
    }
    return value.stringValue();
  }

  private @Nullable Long countOrNull(JsonNode node, String at, String name, long most) {
    JsonNode value = field(node, at, name);
    if (value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 1
        || value.longValue() > most) {
      throw wrong(at + "." + name, "must be a positive whole number or null");
    }
    return value.longValue();
  }

  private String existing(JsonNode node, String at, String name, String ending) {
    String value = text(node, at, name);
    // A name with a folder in it would let a manifest reach outside the spec folder.
    if (value.contains("/") || value.contains("\\")) {
      throw wrong(at + "." + name, "'" + value + "' must be a name without a folder");
    }
    if (!Files.isRegularFile(specDir.resolve(value + ending))) {
      throw wrong(at + "." + name, "there is no file " + value + ending + " in " + specDir);
    }
    return value;
  }

  private InputException wrong(String at, String reason) {
    return new InputException(file, at, reason);
  }
}
