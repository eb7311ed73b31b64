package org.mmucheck.linux.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;

/**
 * The text of a tracer's {@code trace} or {@code trace_pipe} (the kernel's {@code
 * Documentation/trace/ftrace.rst}), with the lines that the script of {@code linux probes} adds to
 * it. What is not whole is no pass: events that were lost, missed or overwritten, lines that are
 * cut off, events that the table of probes has not, a clock that runs backwards.
 */
public final class TraceText {
  private static final Pattern EVENT =
      Pattern.compile(
          "\\s*(?<comm>.+)-(?<task>\\d+)\\s+(?:\\(\\s*[\\d-]+\\)\\s+)?\\[\\d+]\\s+(?:\\S{4,6}\\s+)?"
              + "(?<clock>[\\d.]+): (?<event>\\w+): (?<rest>.*)");
  private static final Pattern FIELD = Pattern.compile("(\\w+)=(\\S+)");
  private static final Pattern SPTE =
      Pattern.compile(
          "as id (\\d+) gfn ([0-9a-f]+) level (\\d+) old_spte ([0-9a-f]+) new_spte ([0-9a-f]+)");
  private static final Pattern LOST = Pattern.compile("CPU:\\d+ \\[LOST (\\d+) EVENTS?].*");
  private static final Pattern WRITTEN =
      Pattern.compile("#\\s*entries-in-buffer/entries-written: (\\d+)/(\\d+)\\s.*");
  private static final Pattern MISSED = Pattern.compile("# mmucheck missed (\\w+) (\\d+)");
  private static final String KERNEL = "# mmucheck kernel ";
  private static final String END = "# mmucheck end";
  private static final String MARK = "tracing_mark_write";
  private static final String SPTE_CHANGED = "kvm_tdp_mmu_spte_changed";
  private static final String AGAIN =
      "; take the trace again, with a larger buffer: BUFFER_KB=262144 sh SCRIPT set";
  private static final int HEX = 16;

  private final String file;
  private final Set<String> known;
  private final List<KernelEvent> events = new ArrayList<>();
  private String release = "";
  private long announced = -1;
  private boolean isBegun;
  private boolean isEnded;
  private int number;

  private TraceText(String file, Collection<String> known) {
    this.file = file;
    this.known = Set.copyOf(known);
  }

  /**
   * What a trace says.
   *
   * @param release what {@code uname -r} said; empty if the script that adds it was not used
   * @param events in their order
   */
  public record Read(String release, List<KernelEvent> events) {
    public Read {
      events = List.copyOf(events);
    }
  }

  /**
   * @param file for messages
   * @param known the events that the probes have
   * @throws InputException with the line, if something is missing or not understood
   */
  public static Read read(String file, Collection<String> known, InputStream in) {
    return new TraceText(file, known).read(in);
  }

  private Read read(InputStream in) {
    boolean isCut = false;
    try {
      // The kernel's names of tasks need not be UTF-8; here every byte is a character.
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
      StringBuilder line = new StringBuilder();
      for (int next = lines.read(); next >= 0; next = lines.read()) {
        if (next == '\n') {
          number++;
          takeNumbers(line.toString());
          line.setLength(0);
        } else {
          line.append((char) next);
        }
      }
      if (!line.isEmpty()) {
        number++;
        isCut = true;
      }
    } catch (IOException e) {
      throw new InputException(file, "", "cannot be read: " + e.getMessage());
    }
    if (isCut) {
      throw wrong("the last line is cut off; copy the whole file");
    }
    if (isBegun && !isEnded) {
      throw wrong("the file ends before its last line, '" + END + "'; copy the whole file");
    }
    if (announced >= 0 && announced != events.size()) {
      throw wrong(
          "has "
              + events.size()
              + " events, and its head announces "
              + announced
              + "; copy the whole file");
    }
    if (events.isEmpty()) {
      throw new InputException(
          file, "", "has no events; was the virtual machine started after the probes were set?");
    }
    return new Read(release, events);
  }

  private void takeNumbers(String line) {
    try {
      take(line);
    } catch (NumberFormatException e) {
      throw wrong("a number that no kernel counts to: " + line.strip());
    }
  }

  private void take(String line) {
    if (isEnded) {
      throw wrong("text after '" + END + "'");
    }
    Matcher lost = LOST.matcher(line);
    if (line.startsWith("#")) {
      comment(line);
    } else if (lost.matches()) {
      throw wrong("the tracer lost " + lost.group(1) + " events" + AGAIN);
    } else if (!line.isBlank()) {
      event(line);
    }
  }

  private void comment(String line) {
    Matcher written = WRITTEN.matcher(line);
    Matcher missed = MISSED.matcher(line);
    if (line.startsWith(KERNEL)) {
      release = line.substring(KERNEL.length()).strip();
      isBegun = true;
    } else if (line.equals(END)) {
      isEnded = true;
    } else if (missed.matches()) {
      throw wrong(
          "the probe "
              + missed.group(1)
              + " was missed "
              + missed.group(2)
              + " times; record again, with less load");
    } else if (written.matches()) {
      announced = Long.parseLong(written.group(1));
      long overwritten = Long.parseLong(written.group(2)) - announced;
      if (overwritten != 0) {
        throw wrong(overwritten + " events were overwritten: the buffer was too small" + AGAIN);
      }
    }
  }

  private void event(String line) {
    Matcher event = EVENT.matcher(line);
    if (!event.matches()) {
      throw wrong("no line of a trace, or one that is cut off: " + line.strip());
    }
    if (event.group("clock").contains(".")) {
      throw wrong(
          "the tracer's clock is not 'counter', which all CPUs share; the script of linux probes"
              + " sets it");
    }
    long clock = Long.parseLong(event.group("clock"));
    String name = event.group("event");
    String rest = event.group("rest");
    Map<String, Object> fields = new HashMap<>();
    if (name.equals(SPTE_CHANGED)) {
      name = "spte";
      spte(rest, fields);
    } else if (name.equals(MARK)) {
      name = "mark";
    } else {
      fields(rest, fields);
    }
    if (!name.equals("mark") && !known.contains(name)) {
      throw wrong(
          "unknown event "
              + event.group("event")
              + "; take the trace of the instance that the script of linux probes sets up, which"
              + " has no others");
    }
    if (!events.isEmpty() && clock <= events.getLast().n()) {
      throw wrong(
          "the clock runs backwards: "
              + clock
              + " after "
              + events.getLast().n()
              + "; take the file trace, where the CPUs' events are in order, not trace_pipe");
    }
    int task = Integer.parseInt(event.group("task"));
    events.add(new KernelEvent(number, clock, task, name, fields));
  }

  private void spte(String rest, Map<String, Object> fields) {
    Matcher spte = SPTE.matcher(rest);
    if (!spte.find()) {
      throw wrong("no line of " + SPTE_CHANGED + ", or one that is cut off");
    }
    long before = Long.parseUnsignedLong(spte.group(4), HEX);
    long after = Long.parseUnsignedLong(spte.group(5), HEX);
    fields.put("as_id", Long.parseLong(spte.group(1)));
    fields.put("gfn", Long.parseUnsignedLong(spte.group(2), HEX));
    fields.put("level", Long.parseLong(spte.group(3)));
    fields.put("old", Sptes.kind(before));
    fields.put("new", Sptes.kind(after));
    fields.put("oldpfn", Sptes.frame(before));
    fields.put("newpfn", Sptes.frame(after));
  }

  private void fields(String rest, Map<String, Object> fields) {
    Matcher field = FIELD.matcher(rest);
    while (field.find()) {
      Long value = number(field.group(2));
      if (value == null) {
        continue; // the tracer says (fault) where it could not read
      }
      if (!field.group(1).equals("slot")) {
        fields.put(field.group(1), value);
      } else if (value != 0) {
        fields.put("slot", field.group(2));
      }
    }
  }

  private static @Nullable Long number(String text) {
    try {
      return text.startsWith("0x")
          ? (Long) Long.parseUnsignedLong(text.substring(2), HEX)
          : text.startsWith("-")
              ? (Long) Long.parseLong(text)
              : (Long) Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private InputException wrong(String reason) {
    return new InputException(file, "line " + number, reason);
  }
}
