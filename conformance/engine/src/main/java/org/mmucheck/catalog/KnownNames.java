package org.mmucheck.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Under which names of the code that is modelled one looks for models: {@code names.json} in a
 * folder of specs.
 *
 * @param fixes that the models show, or that no model shows for a reason
 * @param renamed what is called otherwise by now
 */
record KnownNames(List<Fix> fixes, List<Renamed> renamed) {
  /** The file's name in a folder of specs. */
  static final String FILE = "names.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Set<String> FIX =
      Set.of("subject", "year", "commits", "cves", "in", "rows", "why");

  KnownNames {
    fixes = List.copyOf(fixes);
    renamed = List.copyOf(renamed);
  }

  /**
   * A commit that mended something.
   *
   * @param commits its abbreviated hashes; none if we do not know one
   * @param in the release that has it; null if we do not know it
   * @param rows the names of the manifest's rows that show it
   * @param why no row shows it; null if one does
   */
  record Fix(
      String subject,
      int year,
      List<String> commits,
      List<String> cves,
      @Nullable String in,
      List<String> rows,
      @Nullable String why) {}

  /**
   * @param by a release in which the new name is there
   */
  record Renamed(String was, String now, String by) {
    /** The other of the two names; null if the given one is neither. */
    @Nullable String other(String name) {
      return name.equalsIgnoreCase(was) ? now : name.equalsIgnoreCase(now) ? was : null;
    }
  }

  /**
   * The names in a folder of specs; none if it has no such file.
   *
   * @param rows the names of the manifest's rows
   * @throws InputException if the file is malformed or names a row that does not exist
   */
  static KnownNames in(Path specDir, Set<String> rows) {
    Path file = specDir.resolve(FILE);
    if (!Files.exists(file)) {
      return new KnownNames(List.of(), List.of());
    }
    Fields top = new Fields(file.toString(), "", parse(file), Set.of("fixes", "names"));
    List<Fix> fixes = new ArrayList<>();
    for (JsonNode each : list(top, "fixes")) {
      fixes.add(fix(top.within("fixes[" + fixes.size() + "]", each, FIX), rows));
    }
    List<Renamed> renamed = new ArrayList<>();
    for (JsonNode each : list(top, "names")) {
      Fields name = top.within("names[" + renamed.size() + "]", each, Set.of("was", "now", "by"));
      renamed.add(new Renamed(name.text("was"), name.text("now"), name.text("by")));
    }
    return new KnownNames(fixes, renamed);
  }

  private static Fix fix(Fields fix, Set<String> known) {
    List<String> rows = fix.names("rows");
    String why = fix.textOrNull("why");
    if (rows.isEmpty() == (why == null)) {
      throw fix.wrong("rows", "names the rows that show it, or 'why' says why none does");
    }
    for (String row : rows) {
      if (!known.contains(row)) {
        throw fix.wrong(
            "rows",
            "no row '"
                + row
                + "'"
                + EditDistance.nearest(row, known)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(""));
      }
    }
    Long year = fix.count("year", 1, 9999);
    if (year == null) {
      throw fix.wrong("", "the field 'year' is missing");
    }
    return new Fix(
        fix.text("subject"),
        year.intValue(),
        fix.names("commits"),
        fix.names("cves"),
        fix.textOrNull("in"),
        rows,
        why);
  }

  private static List<JsonNode> list(Fields top, String name) {
    JsonNode list = top.field(name);
    if (!list.isArray()) {
      throw top.wrong(name, "must be a list");
    }
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get).toList();
  }

  private static JsonNode parse(Path file) {
    InputFile.requireNoPipe(file);
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      throw new InputException(file.toString(), "", "not JSON: " + e.getOriginalMessage());
    }
  }
}
