package org.mmucheck.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model.Expected;
import org.mmucheck.catalog.Model.Induction;
import org.mmucheck.catalog.Model.Kernel;
import org.mmucheck.catalog.Model.Result;
import tools.jackson.databind.JsonNode;

/** Reads one row of a manifest: constants, and a model for each thing that is checked of them. */
final class RowReader {
  static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "word",
          "module",
          "says",
          "like",
          "with",
          "specification",
          "checkDeadlock",
          "tier",
          "kernel",
          "induction",
          "holds",
          "succeeds",
          "breaks",
          "reaches",
          "deadlocks",
          "states",
          "depth",
          "digest",
          "without",
          "ablation");
  private static final Set<String> CHECK =
      Set.of("says", "steps", "name", "holds", "kernel", "tier");
  private static final Set<String> KERNEL = Set.of("commit", "subject", "year");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final String NAMELY = "letters, digits, and between them - _ and .";
  private static final Pattern IDENTIFIER = Pattern.compile("\\w*[A-Za-z_]\\w*");
  private static final Pattern WORD = Pattern.compile("[a-z0-9.]+(-[a-z0-9.]+)*");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern TIER = Pattern.compile("quick|full");
  private static final String DEADLOCK = "Deadlock";

  private final ManifestReader.Modules modules;
  private final Fields top;
  private final Path folder;
  private final String traceFolder;
  private final Set<String> temporal;
  private final boolean checksDeadlock;
  private final ReleasesReader releases;

  RowReader(ManifestReader.Modules modules, Fields top, Path folder, String traceFolder) {
    this.modules = modules;
    this.top = top;
    this.folder = folder;
    this.traceFolder = traceFolder;
    this.temporal = new LinkedHashSet<>(top.names("temporal"));
    this.checksDeadlock = top.truthOrReason("checkDeadlock", true);
    this.releases = new ReleasesReader(top);
  }

  /** Which releases had which rows, as far as the manifest says. */
  ReleasesReader releases() {
    return releases;
  }

  /**
   * @param above the rows above this one
   * @param words by catalogue id
   */
  Row read(Fields row, Map<String, Row> above, Map<String, String> words) {
    return new Reading(row, above, words).row();
  }

  /** One row while it is read. */
  private final class Reading {
    private final Fields row;
    private final @Nullable String id;
    private final @Nullable String word;
    private final String module;
    private final String label;
    private final String says;
    private final Configuration bare;
    private final List<Model> models = new ArrayList<>();

    Reading(Fields row, Map<String, Row> above, Map<String, String> words) {
      this.row = row;
      id = row.has("id") ? row.text("id", NAME, NAMELY) : null;
      if (id == null && !row.has("name")) {
        throw row.wrong("", "the field 'id' is missing; a row has an id, a name, or both");
      }
      if (row.has("word")) {
        String own = row.text("word", WORD, "small letters, digits and hyphens");
        if (id == null) {
          throw row.wrong("word", "is the word of an id, and there is none");
        }
        if (!own.equals(words.get(id))) {
          throw row.wrong("word", "the word of " + id + " is '" + words.get(id) + "' already");
        }
      }
      word = id == null ? null : words.get(id);
      label = row.has("name") ? row.text("name", NAME, NAMELY) : Objects.requireNonNull(id);
      module =
          row.has("module") || !top.has("module")
              ? modules.of(row, null)
              : modules.of(row, modules.of(top, null));
      says = row.text("says", "");
      bare =
          new Configuration(
              row.has("specification")
                  ? row.text("specification", IDENTIFIER, "the name of a formula")
                  : "Spec",
              assignments(above),
              List.of(),
              List.of(),
              row.truthOrReason("checkDeadlock", checksDeadlock));
    }

    private SequencedMap<String, String> assignments(Map<String, Row> above) {
      SequencedMap<String, String> all = new LinkedHashMap<>();
      if (row.has("like")) {
        String name = row.text("like");
        Row other = above.getOrDefault(module + "_" + name, above.get(name));
        if (other == null) {
          throw row.wrong(
              "like",
              "there is no row '"
                  + name
                  + "' above"
                  + EditDistance.nearest(module + "_" + name, above.keySet())
                      .map(near -> "; did you mean " + near + "?")
                      .orElse(""));
        }
        all.putAll(other.bare().assignments());
      }
      row.entries("with")
          .forEach(
              (constant, value) -> {
                if (!IDENTIFIER.matcher(constant).matches()) {
                  throw row.wrong("with." + constant, "is not the name of a constant");
                }
                all.put(constant, ConstantText.assignment(row, "with." + constant, value));
              });
      return all;
    }

    Row row() {
      requireNoContradiction();
      if (row.has("holds")) {
        if (row.names("holds").isEmpty() && !bare.checksDeadlock()) {
          throw row.wrong("holds", "lists nothing, and deadlocks are allowed: nothing is checked");
        }
        Check check = new Check(null, true, says);
        models.add(check.model(label, row.names("holds"), Result.SUCCESS, null, bare));
      }
      row.entries("succeeds")
          .forEach(
              (name, value) -> {
                if (!NAME.matcher(name).matches()) { // it names files
                  throw row.wrong("succeeds." + name, "must be " + NAMELY);
                }
                Check check = check("succeeds", name, value);
                if (check.holds().isEmpty()) {
                  throw row.wrong("succeeds." + name, "the field 'holds' is missing");
                }
                models.add(check.model(named(name), check.holds(), Result.SUCCESS, null, bare));
              });
      broken("breaks");
      broken("reaches");
      if (row.has("deadlocks")) {
        Check check = check("deadlocks", "", row.field("deadlocks"));
        Configuration checking =
            new Configuration(bare.specification(), bare.assignments(), List.of(), List.of(), true);
        models.add(check.model(named(DEADLOCK), check.holds(), Result.DEADLOCK, null, checking));
      }
      if (models.isEmpty()) {
        throw row.wrong(
            "", "checks nothing; say what holds, breaks or can be reached, or that it deadlocks");
      }
      requireUseOfPins();
      boolean breaks = !row.namesOrKeys("breaks").isEmpty() || row.has("deadlocks");
      return new Row(
          module + "_" + label, models, bare, temporal, breaks, releases.of(row, label, id));
    }

    /** A property cannot both hold and break in models of the same constants. */
    private void requireNoContradiction() {
      Map<String, String> said = new HashMap<>();
      row.names("holds").forEach(name -> said.put(name, "holds"));
      for (String field : List.of("breaks", "reaches")) {
        for (String name : row.namesOrKeys(field)) {
          String before = said.put(name, field);
          if (before != null) {
            throw row.wrong(field + "." + name, "is listed under '" + before + "' already");
          }
        }
      }
    }

    /** Only a model that is explored to its end has a number of states. */
    private void requireUseOfPins() {
      if (models.stream().noneMatch(m -> m.expected().result() == Result.SUCCESS)) {
        for (String pin : List.of("states", "depth", "digest")) {
          if (row.has(pin)) {
            throw row.wrong(
                pin, "is of what is explored to its end; this row says only what breaks");
          }
        }
      }
    }

    private void broken(String field) {
      Map<String, Check> checks = new LinkedHashMap<>();
      if (row.has(field) && row.field(field).isArray()) {
        row.names(field)
            .forEach(name -> checks.put(name, new Check(null, field.equals("breaks"), says)));
      } else {
        row.entries(field).forEach((name, value) -> checks.put(name, check(field, name, value)));
      }
      checks.forEach(
          (property, check) -> {
            if (!IDENTIFIER.matcher(property).matches()) {
              throw row.wrong(field + "." + property, "is not the name of a property");
            }
            List<String> checked = new ArrayList<>(check.holds());
            checked.add(property);
            Result result =
                temporal.contains(property) ? Result.LIVENESS_FAILURE : Result.SAFETY_FAILURE;
            models.add(check.model(named(property), checked, result, property, bare));
          });
    }

    /** A row that is called as what it checks gives the model its own name. */
    private String named(String what) {
      return label.endsWith("_" + what) ? label : label + "_" + what;
    }

    private Check check(String field, String name, JsonNode value) {
      String position = name.isEmpty() ? field : field + "." + name;
      boolean isNews = field.equals("breaks") || field.equals("deadlocks");
      if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0) {
        Check check = new Check(null, isNews, says);
        check.steps = value.intValue();
        return check;
      }
      if (value.isString() && !value.stringValue().isBlank()) {
        return new Check(null, isNews, value.stringValue());
      }
      if (!value.isObject()) {
        throw row.wrong(
            position, "must be a number of steps, a sentence, or an object with both and more");
      }
      Fields fields = row.within(position, value, CHECK);
      return new Check(fields, isNews, fields.text("says", says));
    }

    /** What a manifest says of one model of the row. */
    private final class Check {
      private final @Nullable Fields fields;
      private final boolean isNews;
      private final String says;
      private @Nullable Integer steps;

      /**
       * @param fields of its own; null where it has none
       * @param isNews whether the row's kernel commit is about it
       */
      Check(@Nullable Fields fields, boolean isNews, String says) {
        this.fields = fields;
        this.isNews = isNews;
        this.says = says;
        if (fields != null) {
          Long count = fields.count("steps", 0, Integer.MAX_VALUE);
          steps = count == null ? null : count.intValue();
        }
      }

      /** What is checked beside. */
      List<String> holds() {
        return fields == null ? List.of() : fields.names("holds");
      }

      Model model(
          String defaultName,
          List<String> checked,
          Result result,
          @Nullable String property,
          Configuration config) {
        String name =
            fields != null && fields.has("name") ? fields.text("name", NAME, NAMELY) : defaultName;
        String text = Row.checking(config, checked, temporal).text();
        return Model.of(module + "_" + name, new Source(folder, module, text))
            .id(id)
            .word(word)
            .row(module + "_" + label)
            .traceFolder(traceFolder.isEmpty() ? "" : traceFolder + "/" + (id == null ? label : id))
            .tier(tier())
            .expected(expected(result, property))
            .kernel(ownKernel())
            .summary(says)
            .induction(induction())
            .pins(pins(config, checked))
            .build();
      }

      /** What the row says, by itself: the configuration's text is compared with it. */
      private Pins pins(Configuration config, List<String> checked) {
        Set<String> invariants = new LinkedHashSet<>(checked);
        invariants.removeAll(temporal);
        Set<String> properties = new LinkedHashSet<>(checked);
        properties.retainAll(temporal);
        return new Pins(
            new Checks(config.specification(), invariants, properties, config.checksDeadlock()),
            Set.of());
      }

      private String tier() {
        Fields from = fields != null && fields.has("tier") ? fields : row;
        return from.has("tier") ? from.text("tier", TIER, "quick or full") : "quick";
      }

      /** A commit had or mended what the row shows; that something is reached is no news of it. */
      private @Nullable Kernel ownKernel() {
        if (fields != null && fields.has("kernel")) {
          return kernel(fields);
        }
        return isNews && row.has("kernel") ? kernel(row) : null;
      }

      private Expected expected(Result result, @Nullable String property) {
        if (result != Result.SUCCESS) {
          return new Expected(result, property, null, null, null, steps);
        }
        Long depth = row.count("depth", 1, Integer.MAX_VALUE);
        return new Expected(
            result,
            null,
            row.count("states", 1, Long.MAX_VALUE),
            depth == null ? null : depth.intValue(),
            row.has("digest")
                ? row.text("digest", DIGEST, "64 digits of hex, as `mmucheck graph` prints it")
                : null,
            null);
      }
    }

    private Kernel kernel(Fields from) {
      Fields kernel = from.object("kernel", KERNEL);
      Long year = kernel.count("year", 1, 9999);
      if (year == null) {
        throw kernel.wrong("", "the field 'year' is missing");
      }
      return new Kernel(kernel.textOrNull("commit"), kernel.text("subject"), year.intValue());
    }

    private @Nullable Induction induction() {
      if (!row.has("induction")) {
        return null;
      }
      String half = row.text("induction", Pattern.compile("base|step"), "base or step");
      return half.equals(Induction.BASE.word()) ? Induction.BASE : Induction.STEP;
    }
  }
}
