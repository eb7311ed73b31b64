package org.mmucheck.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of reasons: {@code {"survive": [{"in": "...", ..., "why": "..."}]}}. What it is that a
 * reason is for, its reader says.
 */
public final class ReasonsFile {
  private static final String LIST = "survive";
  private static final Set<String> DOCUMENT_FIELDS = new TreeSet<>(Set.of("$schema", LIST));

  private ReasonsFile() {}

  /**
   * The reasons of a file; none if there is no such file.
   *
   * @param fields those that an entry may have
   * @param reader makes a reason of an entry
   * @throws InputException if the file is malformed
   */
  public static <R> List<R> read(Path path, Set<String> fields, Function<Entry, R> reader) {
    if (!Files.exists(path)) {
      return List.of();
    }
    String file = path.toString();
    JsonNode document;
    try {
      document = new JsonMapper().readTree(Files.readString(path));
    } catch (JacksonException e) {
      throw new InputException(file, "", "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InputException(file, "", "cannot be read: " + e.getMessage());
    }
    JsonNode survive = document.get(LIST);
    if (survive == null || !survive.isArray()) {
      throw new InputException(file, "", "must be an object with the list '" + LIST + "'");
    }
    refuseUnknown(file, "", document, DOCUMENT_FIELDS);
    List<R> reasons = new ArrayList<>();
    for (JsonNode each : survive) {
      String at = LIST + "[" + reasons.size() + "]";
      if (!each.isObject()) {
        throw new InputException(file, at, "must be an object");
      }
      refuseUnknown(file, at + ".", each, new TreeSet<>(fields));
      reasons.add(reader.apply(new Entry(file, at, each)));
    }
    return List.copyOf(reasons);
  }

  private static void refuseUnknown(String file, String at, JsonNode node, Set<String> known) {
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw new InputException(
            file, at + name, "unknown field; known are " + String.join(", ", known));
      }
    }
  }

  /** One entry, as it stands in the file. */
  public static final class Entry {
    private final String file;
    private final String at;
    private final JsonNode node;

    private Entry(String file, String at, JsonNode node) {
      this.file = file;
      this.at = at;
      this.node = node;
    }

    /**
     * A text; null if there is no such field.
     *
     * @throws InputException if it is no text
     */
    public @Nullable String text(String name) {
      JsonNode value = node.get(name);
      if (value != null && !value.isString()) {
        throw fault(name, "must be a text");
      }
      return value == null ? null : value.stringValue();
    }

    /**
     * A text that must be there.
     *
     * @param needed what is said where it is not, or is blank
     * @throws InputException if it is not there, or is no text
     */
    public String needed(String name, String needed) {
      String value = text(name);
      if (value == null || value.isBlank()) {
        throw new InputException(file, at, needed);
      }
      return value;
    }

    /**
     * A number from 1; null if there is no such field.
     *
     * @throws InputException if it is none
     */
    public @Nullable Integer number(String name) {
      JsonNode value = node.get(name);
      if (value == null) {
        return null;
      }
      if (!value.isInt() || value.intValue() < 1) {
        throw fault(name, "must be a whole number from 1");
      }
      return value.intValue();
    }

    /** For a field that is wrong. */
    public InputException fault(String name, String why) {
      return new InputException(file, at + "." + name, why);
    }
  }
}
