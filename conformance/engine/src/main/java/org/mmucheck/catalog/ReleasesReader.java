package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code releases} of a manifest: by catalogue id, or by the name of a row that differs from
 * the others of its id, which releases had it. A manifest that has the field answers for each row.
 */
final class ReleasesReader {
  private static final String FIELD = "releases";
  private static final Set<String> FIELDS = Set.of("since", "until", "read", "note");

  private final Fields top;
  private final Map<String, Releases> byKey = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  ReleasesReader(Fields top) {
    this.top = top;
    top.entries(FIELD).forEach((key, value) -> byKey.put(key, releases(key, value)));
  }

  private Releases releases(String key, JsonNode value) {
    String position = FIELD + "." + key;
    if (value.isString()) {
      return Releases.never(reason(position, value));
    }
    Fields fields = top.within(position, value, FIELDS);
    List<Release> read = list(fields, "read");
    Releases releases =
        new Releases(
            list(fields, "since"), list(fields, "until"), read, fields.textOrNull("note"), null);
    if (!releases.since().isEmpty()
        && !releases.until().isEmpty()
        && releases.until().getFirst().compareTo(releases.since().getFirst()) <= 0) {
      throw fields.wrong("until", "must be later than 'since'");
    }
    for (Release each : read) {
      if (!releases.has(each)) {
        throw fields.wrong("read", each + " did not have it, by 'since' and 'until'");
      }
    }
    return releases;
  }

  private String reason(String position, JsonNode value) {
    if (value.stringValue().isBlank()) {
      throw top.wrong(position, "must say why no release had it");
    }
    return value.stringValue();
  }

  /** One release, or a list of some. */
  private static List<Release> list(Fields fields, String name) {
    if (!fields.has(name)) {
      return List.of();
    }
    boolean isOne = fields.field(name).isString();
    List<String> texts = isOne ? List.of(fields.text(name)) : fields.names(name);
    if (texts.isEmpty()) {
      throw fields.wrong(name, "lists no release");
    }
    List<Release> releases = new ArrayList<>();
    for (String text : texts) {
      try {
        releases.add(Release.of(text));
      } catch (IllegalArgumentException e) {
        throw fields.wrong(
            isOne ? name : name + "[" + releases.size() + "]", String.valueOf(e.getMessage()));
      }
    }
    return releases;
  }

  /**
   * What is said of a row; null if the manifest says nothing of releases.
   *
   * @param label the row's name without its module's
   * @throws org.mmucheck.input.InputException if the manifest has the field and leaves the row out
   */
  @Nullable Releases of(Fields row, String label, @Nullable String id) {
    if (!top.has(FIELD)) {
      return null;
    }
    String key = id == null || byKey.containsKey(label) ? label : id;
    Releases found = byKey.get(key);
    if (found == null) {
      throw row.wrong("", "'" + FIELD + "' says neither which had '" + key + "' nor why none had");
    }
    used.add(key);
    return found;
  }

  /**
   * @throws org.mmucheck.input.InputException if it speaks of what no row is
   */
  void requireUse() {
    for (String key : byKey.keySet()) {
      if (!used.contains(key)) {
        throw top.wrong(FIELD + "." + key, "no row has this id or this name");
      }
    }
  }
}
