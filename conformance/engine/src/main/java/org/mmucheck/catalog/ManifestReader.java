package org.mmucheck.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one {@code models.json} strictly: a field that is unknown, missing or of the wrong kind, a
 * second model of one name, and a module that does not exist are errors with their position. {@code
 * spec/models.schema.json} says the same of the form.
 */
final class ManifestReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Set<String> TOP =
      Set.of(
          "$schema",
          "module",
          "temporal",
          "properties",
          "without",
          "checkDeadlock",
          "features",
          "apart",
          "task",
          "releases",
          "models");
  private static final String ENDING = ".tla";

  /** Of the 255 that a file's name may have, the rest is for endings and for a name meanwhile. */
  private static final int LONGEST_NAME = 180;

  private static final int SHOWN_OF_NAME = 40;

  private final Path folder;
  private final String file;
  private final String traceFolder;

  /**
   * @param traceFolder where the traces of these models are, inside the folder of all traces; empty
   *     for that folder itself
   */
  ManifestReader(Path folder, String traceFolder) {
    this.folder = folder;
    this.file = folder.resolve(Catalog.MANIFEST).toString();
    this.traceFolder = traceFolder;
  }

  /** What the manifest lists. */
  record Manifest(List<Row> rows, List<Design> designs, List<Features> features) {}

  Manifest read() {
    Fields top = new Fields(file, "", parse(), TOP);
    JsonNode list = top.field("models");
    if (!list.isArray()) {
      throw top.wrong("models", "must be a list");
    }
    if (list.isEmpty()) {
      throw top.wrong("models", "lists no model");
    }
    RowReader reader = new RowReader(this::module, top, folder, traceFolder);
    Map<String, String> words = new LinkedHashMap<>(); // by id
    for (JsonNode row : list) {
      JsonNode word = row.path("word");
      JsonNode id = row.path("id");
      if (word.isString() && id.isString()) { // whoever reads the row refuses all else
        words.putIfAbsent(id.stringValue(), word.stringValue());
      }
    }
    Map<String, Row> rows = new LinkedHashMap<>();
    List<Fields> fields = new ArrayList<>();
    Map<String, Model> models = new LinkedHashMap<>();
    for (JsonNode node : list) {
      requireNoConfiguration(top, fields.size(), node);
      Fields each = new Fields(file, "models[" + fields.size() + "]", node, RowReader.FIELDS);
      fields.add(each);
      Row row = reader.read(each, rows, words);
      if (rows.put(row.name(), row) != null) {
        throw each.wrong("name", "'" + row.name() + "' is already the name of another row");
      }
      for (Model model : row.models()) {
        requireFileName(each, model.name());
        if (models.put(model.name(), model) != null) {
          throw each.wrong("", "'" + model.name() + "' is already the name of another model");
        }
      }
    }
    requireOneMeaning(fields, words);
    reader.releases().requireUse();
    TasksReader.read(top, folder); // what is wrong there is told whatever the command
    RightDesigns right = new RightDesigns(top, fields, List.copyOf(rows.values()));
    right.require();
    rows.replaceAll(
        (name, row) -> right.pins(row.module()) ? row.naming(right.named(row.module())) : row);
    rows.values().forEach(row -> row.models().forEach(model -> models.put(model.name(), model)));
    return new Manifest(List.copyOf(rows.values()), designs(fields, rows, models), features(top));
  }

  /** Who takes which action. */
  Tasks tasks() {
    return TasksReader.read(new Fields(file, "", parse(), TOP), folder);
  }

  /** That is how most tools have it, so who writes so is told how it is here. */
  private static void requireNoConfiguration(Fields top, int number, JsonNode row) {
    if (row.path("config").isString()) {
      String config = row.path("config").stringValue();
      String module = row.path("module").asString("Module");
      throw top.wrong(
          "models[" + number + "].config",
          "a row has constants in 'with', and properties in 'holds' or 'breaks', and no file of"
              + " them; `mmucheck check %s.tla %s` takes one as it is".formatted(module, config));
    }
  }

  /** Traces, graphs and pictures are called after models. */
  private static void requireFileName(Fields row, String name) {
    if (name.length() > LONGEST_NAME) {
      throw row.wrong(
          "",
          "'%s...' has %,d characters; a model's name, with its module's, has at most %d"
              .formatted(name.substring(0, SHOWN_OF_NAME), name.length(), LONGEST_NAME));
    }
  }

  /** A word that is another row's id would name two designs. */
  private static void requireOneMeaning(List<Fields> rows, Map<String, String> words) {
    for (Fields row : rows) {
      if (!row.has("word")) {
        continue;
      }
      String word = row.text("word");
      if (words.containsKey(word) && !word.equals(row.text("id"))) {
        throw row.wrong("word", "'" + word + "' is the id of another row");
      }
    }
  }

  private List<Features> features(Fields top) {
    if (!top.has("features")) {
      if (top.has("apart")) {
        throw top.wrong("apart", "is about features, and there are none");
      }
      return List.of();
    }
    return List.of(FeaturesReader.read(folder.resolve(Catalog.MANIFEST), top, module(top, null)));
  }

  private static List<Design> designs(
      List<Fields> fields, Map<String, Row> rows, Map<String, Model> models) {
    List<Design> designs = new ArrayList<>();
    int index = 0;
    for (Row row : rows.values()) {
      Fields each = fields.get(index++);
      if (each.has("ablation")) {
        designs.add(new DesignReader(row, rows, models).read(each));
      }
    }
    return designs;
  }

  private JsonNode parse() {
    InputFile.requireNoPipe(folder.resolve(Catalog.MANIFEST));
    try {
      return JSON.readTree(Files.readAllBytes(folder.resolve(Catalog.MANIFEST)));
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

  /** The module that an object names, or else the folder's only one. */
  private String module(Fields fields, @Nullable String absent) {
    String named = fields.textOrNull("module");
    String module = named != null ? named : absent != null ? absent : onlyModule(fields);
    if (!Pattern.matches("\\w+", module)) {
      throw fields.wrong("module", "'" + module + "' must be the name of a module");
    }
    if (!Files.isRegularFile(folder.resolve(module + ENDING))) {
      throw fields.wrong("module", "there is no file " + module + ENDING + " in " + folder);
    }
    return module;
  }

  private String onlyModule(Fields fields) {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> modules = new LinkedHashSet<>();
      files
          .filter(path -> !Files.isSymbolicLink(path))
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .sorted()
          .forEach(name -> modules.add(name.substring(0, name.length() - ENDING.length())));
      if (modules.size() != 1) {
        throw fields.wrong(
            "",
            "the field 'module' is missing, and the folder has "
                + (modules.isEmpty() ? "no module" : String.join(", ", modules)));
      }
      return modules.iterator().next();
    } catch (IOException e) {
      throw new InputException(folder.toString(), "", "cannot be listed: " + e.getMessage());
    }
  }

  /** Finds the module of a row. */
  @FunctionalInterface
  interface Modules {
    String of(Fields fields, @Nullable String absent);
  }
}
