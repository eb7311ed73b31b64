package org.mmucheck.linux.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.mmucheck.input.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the steps of a protocol are in each version of the kernel; data, in {@code linux/points}:
 *
 * <pre>
 * {"protocol": "NotifierFault",
 *  "kernels": ["7.3", "6.1"],
 *  "without": {"*": ["Prefetch"]},
 *  "points": [
 *    {"task": "Vcpu", "step": "SnapshotSeq",
 *     "at": {"7.3": ["entry kvm_mmu_faultin_pfn"], "*": ["entry kvm_faultin_pfn"]}}],
 *  "merged": [
 *    {"task": "Vcpu", "steps": ["UnlockMmu", "ReleasePfn"], "in": ["7.3"], "why": "..."}],
 *  "absent": [
 *    {"task": "Vcpu", "step": "UnsafeRetry", "in": ["6.1"], "why": "..."}],
 *  "unsettled": [
 *    {"task": "Notifier", "before": "AddRange", "variables": ["hull"], "in": ["*"], "why": "..."}]}
 * </pre>
 *
 * {@code *} stands for the kernels that are not named beside it. {@link Spot} tells how a place is
 * written.
 */
public final class PointTable {
  private static final String REST = "*";

  private final String file;
  private final JsonNode root;
  private final String protocol;
  private final List<String> kernels;

  private PointTable(String file, JsonNode root) {
    this.file = file;
    this.root = root;
    fields(
        "",
        root,
        Set.of("protocol", "kernels", "points"),
        Set.of("without", "merged", "absent", "unsettled"));
    protocol = text("protocol", root.get("protocol"));
    kernels = texts("kernels", root.get("kernels"));
    kernels.forEach(this::read); // so that what is wrong is told whatever kernel is asked for
  }

  /**
   * Reads a table.
   *
   * @throws InputException if the file cannot be read or is no such table
   */
  public static PointTable read(Path path) {
    String file = path.toString();
    try {
      return new PointTable(file, JsonMapper.shared().readTree(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new InputException(file, "", "cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      throw new InputException(file, "", "not valid JSON: " + e.getOriginalMessage());
    }
  }

  public String protocol() {
    return protocol;
  }

  /** The versions that the table tells apart. */
  public List<String> kernels() {
    return kernels;
  }

  /**
   * The points of a kernel.
   *
   * @param version of the kernel: {@code 7.3.4}, or what {@code uname -r} says
   * @throws InputException if the table knows no such version
   */
  public KernelPoints of(String version) {
    return kernels.stream()
        .filter(known -> version.matches("\\Q" + known + "\\E(\\D.*)?"))
        .findFirst()
        .map(this::read)
        .orElseThrow(
            () ->
                wrong(
                    "kernels",
                    "no points for " + version + "; only for " + String.join(", ", kernels)));
  }

  private KernelPoints read(String kernel) {
    List<Point> points = new ArrayList<>();
    each(
        "points",
        (at, row) -> {
          fields(at, row, Set.of("task", "step", "at"), Set.of());
          List<Spot> spots = spots(at + ".at", row.get("at"), kernel);
          String task = text(at, row, "task");
          String step = text(at, row, "step");
          if (!spots.isEmpty()) {
            points.add(new Point(task, step, spots));
          }
        });
    List<Merge> merges = new ArrayList<>();
    each(
        "merged",
        (at, row) -> {
          fields(at, row, Set.of("task", "steps", "in", "why"), Set.of());
          List<String> steps = texts(at + ".steps", row.get("steps"));
          if (steps.size() < 2) {
            throw wrong(at + ".steps", "one step is not merged with another");
          }
          Merge merge = new Merge(text(at, row, "task"), steps, text(at, row, "why"));
          if (in(at, row, kernel)) {
            merges.add(merge);
          }
        });
    List<Absence> absences = new ArrayList<>();
    each(
        "absent",
        (at, row) -> {
          fields(at, row, Set.of("task", "step", "in", "why"), Set.of());
          Absence absence =
              new Absence(text(at, row, "task"), text(at, row, "step"), text(at, row, "why"));
          if (in(at, row, kernel)) {
            absences.add(absence);
          }
        });
    List<Unsettled> unsettled = new ArrayList<>();
    each(
        "unsettled",
        (at, row) -> {
          fields(at, row, Set.of("task", "before", "variables", "in", "why"), Set.of());
          List<String> variables = texts(at + ".variables", row.get("variables"));
          String before = text(at, row, "before");
          Unsettled found =
              new Unsettled(text(at, row, "task"), before, variables, text(at, row, "why"));
          if (in(at, row, kernel)) {
            unsettled.add(found);
          }
        });
    return new KernelPoints(protocol, kernel, without(kernel), points, merges, absences, unsettled);
  }

  private List<String> without(String kernel) {
    JsonNode byKernel = root.get("without");
    return byKernel == null ? List.of() : mine("without", byKernel, kernel);
  }

  private void each(String name, BiConsumer<String, JsonNode> row) {
    JsonNode list = root.get(name);
    if (list == null) {
      return;
    }
    if (!list.isArray()) {
      throw wrong(name, "must be a list");
    }
    for (int i = 0; i < list.size(); i++) {
      row.accept(name + "[" + i + "]", list.get(i));
    }
  }

  /** What an object has for a kernel, or for the rest; nothing if it has neither. */
  private List<String> mine(String at, JsonNode byKernel, String kernel) {
    if (!byKernel.isObject()) {
      throw wrong(at, "must be an object: from a kernel, or *, to a list");
    }
    for (String name : byKernel.propertyNames()) {
      known(at, name);
    }
    JsonNode mine = byKernel.has(kernel) ? byKernel.get(kernel) : byKernel.get(REST);
    return mine == null ? List.of() : texts(at, mine);
  }

  private List<Spot> spots(String at, JsonNode byKernel, String kernel) {
    List<Spot> spots = new ArrayList<>();
    for (String spot : mine(at, byKernel, kernel)) {
      try {
        spots.add(Spot.parse(spot));
      } catch (IllegalArgumentException e) {
        throw wrong(at, String.valueOf(e.getMessage()));
      }
    }
    return spots;
  }

  private boolean in(String at, JsonNode row, String kernel) {
    List<String> named = texts(at + ".in", row.get("in"));
    named.forEach(name -> known(at + ".in", name));
    return named.contains(kernel) || named.contains(REST);
  }

  private void known(String at, String kernel) {
    if (!kernel.equals(REST) && !kernels.contains(kernel)) {
      throw wrong(at, "'" + kernel + "' is none of the kernels " + String.join(", ", kernels));
    }
  }

  private void fields(String at, JsonNode row, Set<String> needed, Set<String> more) {
    if (!row.isObject()) {
      throw wrong(at, "must be an object with " + String.join(", ", new TreeSet<>(needed)));
    }
    Set<String> missing = new TreeSet<>(needed);
    row.propertyNames().forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw wrong(at, "has no " + String.join(", ", missing));
    }
    Set<String> unknown = new TreeSet<>(row.propertyNames());
    unknown.removeAll(needed);
    unknown.removeAll(more);
    if (!unknown.isEmpty()) {
      throw wrong(at, "unknown field " + String.join(", ", unknown));
    }
  }

  private String text(String at, JsonNode row, String name) {
    return text(at + "." + name, row.get(name));
  }

  private String text(String at, JsonNode value) {
    if (!value.isString() || value.stringValue().isBlank()) {
      throw wrong(at, "must be a text that is not empty");
    }
    return value.stringValue();
  }

  private List<String> texts(String at, JsonNode list) {
    if (!list.isArray() || list.isEmpty()) {
      throw wrong(at, "must be a list of texts that is not empty");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      texts.add(text(at, each));
    }
    if (new HashSet<>(texts).size() != texts.size()) {
      throw wrong(at, "the same twice: " + texts.stream().collect(Collectors.joining(", ")));
    }
    return List.copyOf(texts);
  }

  private InputException wrong(String at, String reason) {
    return new InputException(file, at, reason);
  }
}
