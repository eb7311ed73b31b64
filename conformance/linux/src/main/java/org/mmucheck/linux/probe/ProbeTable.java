package org.mmucheck.linux.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.probe.Probe.Kind;
import org.mmucheck.linux.probe.Probe.Read;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the tracer of one version of the kernel is asked for; data, in {@code linux/probes}:
 *
 * <pre>
 * {"kernel": "7.3",
 *  "module": "RecordedFault",
 *  "probes": [
 *    {"event": "stale", "at": "entry kvm:is_page_fault_stale",
 *     "reads": {"seq": "arg1 kvm_vcpu.kvm-&gt;mmu_invalidate_seq"},
 *     "shows": ["IsPageFaultStale"]}]}
 * </pre>
 *
 * A place is {@code entry} or {@code return} of {@code MODULE:FUNCTION}, or a {@code tracepoint
 * SYSTEM/NAME}. What is read is {@code argN}, {@code argN PATH} or {@code ret TYPE}. No offset is
 * written by hand: they come from the kernel's own BTF.
 *
 * @param kernel the version, as the file is called
 * @param module the TLA+ module whose actions the events show
 */
public record ProbeTable(String kernel, String module, List<Probe> probes) {
  private static final String ENDING = ".json";
  private static final Pattern PLACE =
      Pattern.compile("(entry|return) (\\w+):([\\w.]+)|tracepoint (\\w+/\\w+)");
  private static final Pattern READ =
      Pattern.compile("arg([1-6])(?: (\\w+[.\\w>\\[\\]-]+))?|ret ([usx](?:8|16|32|64))");
  private static final String VMLINUX = "vmlinux";

  public ProbeTable {
    probes = List.copyOf(probes);
  }

  /**
   * The table for a release.
   *
   * @param folder {@code linux/probes}
   * @param release like {@code 7.3.4}, or what {@code uname -r} says
   * @throws InputException if there is none, or it is no such table
   */
  public static ProbeTable of(Path folder, String release) {
    List<Path> files = files(folder);
    return files.stream()
        .filter(file -> release.matches("\\Q" + version(file) + "\\E(\\D.*)?"))
        .findFirst()
        .map(ProbeTable::read)
        .orElseThrow(
            () ->
                new InputException(
                    folder.toString(),
                    "",
                    "no probes for Linux "
                        + release
                        + "; there are some for "
                        + files.stream()
                            .map(ProbeTable::version)
                            .collect(Collectors.joining(", "))));
  }

  /** What any release's log may have. */
  public static Set<String> allEvents(Path folder) {
    return files(folder).stream()
        .flatMap(file -> read(file).events().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new InputException(folder.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  private static String version(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }

  /**
   * Reads a table.
   *
   * @throws InputException if it is none
   */
  public static ProbeTable read(Path file) {
    try {
      return new Reader(file.toString())
          .table(JsonMapper.shared().readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    } catch (JacksonException e) {
      throw new InputException(file.toString(), "", "not valid JSON: " + e.getOriginalMessage());
    }
  }

  /** What the log may have, by the names in it. */
  public Set<String> events() {
    return probes.stream().map(Probe::event).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The spec's actions that some event shows. */
  public Set<String> shows() {
    return probes.stream()
        .flatMap(probe -> probe.shows().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same without an event. */
  public ProbeTable without(String event) {
    return new ProbeTable(
        kernel, module, probes.stream().filter(probe -> !probe.event().equals(event)).toList());
  }

  /** Reads one file. */
  private record Reader(String file) {
    ProbeTable table(JsonNode root) {
      List<Probe> probes = new ArrayList<>();
      Set<String> seen = new TreeSet<>();
      JsonNode rows = root.path("probes");
      if (!rows.isArray() || rows.isEmpty()) {
        throw wrong("probes", "must be a list that is not empty");
      }
      for (int i = 0; i < rows.size(); i++) {
        Probe probe = probe("probes[" + i + "]", rows.get(i));
        if (!seen.add(probe.event())) {
          throw wrong("probes[" + i + "].event", "the same twice: " + probe.event());
        }
        probes.add(probe);
      }
      return new ProbeTable(text("kernel", root, "kernel"), text("module", root, "module"), probes);
    }

    private Probe probe(String at, JsonNode row) {
      row.propertyNames()
          .forEach(
              name -> {
                if (!Set.of("event", "at", "reads", "shows").contains(name)) {
                  throw wrong(at, "unknown field " + name);
                }
              });
      Matcher place = PLACE.matcher(text(at + ".at", row, "at"));
      if (!place.matches()) {
        throw wrong(
            at + ".at",
            "'"
                + row.get("at").stringValue()
                + "' is no place; for example entry kvm:hva_to_pfn, return vmlinux:_raw_read_lock,"
                + " tracepoint kvmmmu/kvm_tdp_mmu_spte_changed");
      }
      boolean isTracepoint = place.group(4) != null;
      Map<String, Read> reads = new LinkedHashMap<>();
      row.path("reads")
          .properties()
          .forEach(
              field ->
                  reads.put(
                      field.getKey(), read(at + ".reads." + field.getKey(), field.getValue())));
      List<String> shows = new ArrayList<>();
      for (JsonNode action : row.path("shows")) {
        if (!action.isString()) {
          throw wrong(at + ".shows", "must be a list of actions");
        }
        shows.add(action.stringValue());
      }
      return new Probe(
          text(at + ".event", row, "event"),
          isTracepoint
              ? Kind.TRACEPOINT
              : place.group(1).equals("entry") ? Kind.ENTRY : Kind.RETURN,
          isTracepoint || place.group(2).equals(VMLINUX) ? "" : place.group(2),
          isTracepoint ? place.group(4) : place.group(3),
          reads,
          shows);
    }

    private Read read(String at, JsonNode value) {
      Matcher read = READ.matcher(value.isString() ? value.stringValue() : "");
      if (!read.matches()) {
        throw wrong(at, "is none of argN, argN TYPE.FIELD, ret s32");
      }
      return read.group(1) == null
          ? new Read(0, "", read.group(3))
          : new Read(
              Integer.parseInt(read.group(1)), read.group(2) == null ? "" : read.group(2), "");
    }

    private String text(String at, JsonNode row, String name) {
      JsonNode value = row.path(name);
      if (!value.isString() || value.stringValue().isBlank()) {
        throw wrong(at, "must be a text that is not empty");
      }
      return value.stringValue();
    }

    private InputException wrong(String at, String reason) {
      return new InputException(file, at, reason);
    }
  }
}
