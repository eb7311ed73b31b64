package org.mmucheck.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mmucheck.catalog.Model;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Spec;
import org.mmucheck.tlc.SpecCopy;

/**
 * The question of {@link Validator} as a module for plain TLC: the spec's actions, each bound to an
 * event of the log that may be next, or hidden. TLC finds {@code LogIsNoBehaviour} violated if and
 * only if the log is a behaviour; its counterexample is one.
 *
 * <p>The events are numbered in the order of their end marks. An event may be taken once all that
 * ended before it began have been: they are the first so many numbers. {@code logNext} is the least
 * number that has not been taken, {@code logAhead} the greater ones that have.
 */
public final class TraceModule {
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\b[A-Za-z_]\\w*\\b");

  private final Model model;
  private final Spec spec;
  private final EventLog log;
  private final List<LogEvent> events;
  private final TlaSource source;
  private final Set<String> modelValues;

  private TraceModule(Model model, Spec spec, EventLog log) {
    this.model = model;
    this.spec = spec;
    this.log = log;
    events = new ArrayList<>(log.events());
    events.sort(Comparator.comparingLong(LogEvent::end).thenComparingInt(LogEvent::line));
    modelValues = modelValues(model.config());
    source = new TlaSource(modelValues);
  }

  /**
   * Writes the module, its configuration and the modules of the spec into {@code folder}.
   *
   * @return the module's file
   */
  public static Path write(Model model, Spec spec, EventLog log, Path folder) throws IOException {
    return new TraceModule(model, spec, log).write(folder);
  }

  private Path write(Path folder) throws IOException {
    SpecCopy.write(model, folder);
    Files.deleteIfExists(folder.resolve(model.configName()));
    AtomicFile.write(
        folder.resolve(name() + ".cfg"),
        config().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Path file = folder.resolve(name() + ".tla");
    AtomicFile.write(file, module().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return file;
  }

  private String name() {
    return model.module() + "Log";
  }

  /** The names that a configuration mentions as values: TLC makes model values of them. */
  private static Set<String> modelValues(String config) {
    Set<String> found = new TreeSet<>();
    for (String line : config.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.contains("<-")) {
        Matcher word = WORD.matcher(line.substring(equals + 1));
        while (word.find()) {
          String text = word.group();
          if (!text.startsWith("\"") && !text.equals("TRUE") && !text.equals("FALSE")) {
            found.add(text);
          }
        }
      }
    }
    return found;
  }

  /** The spec's constants with its checks left out, and ours. */
  private String config() {
    StringBuilder text = new StringBuilder("SPECIFICATION LogSpec\nCONSTANTS\n");
    Set<String> declared = new TreeSet<>(spec.constants().keySet());
    boolean inside = false;
    for (String line : model.config().lines().toList()) {
      String first = line.strip().split("\\s+", 2)[0];
      if (first.matches("[A-Z][A-Z_]{3,}")) {
        inside = first.startsWith("CONSTANT");
        line = inside ? line.replaceFirst("CONSTANTS?", "") : "";
      }
      if (inside && !line.isBlank()) {
        text.append("  ").append(line.strip()).append('\n');
      }
    }
    for (String value : modelValues) {
      if (!declared.contains(value)) {
        text.append("  ").append(value).append(" = ").append(value).append('\n');
      }
    }
    return text + "INVARIANT LogIsNoBehaviour\nCHECK_DEADLOCK FALSE\n";
  }

  private String module() {
    List<String> lines = new ArrayList<>();
    lines.add("---- MODULE " + name() + " ----");
    lines.add("(* Is some order of the log's events a behaviour of " + model.module() + "?");
    lines.add("   If LogIsNoBehaviour is violated it is, and the counterexample is one. *)");
    lines.add("EXTENDS " + model.module() + ", TLC");
    Set<String> own = new TreeSet<>(modelValues);
    own.removeAll(spec.constants().keySet());
    if (!own.isEmpty()) {
      lines.add("CONSTANTS " + String.join(", ", own));
    }
    lines.add("VARIABLES logNext, logAhead");
    lines.add("");
    int count = events.size();
    lines.add(
        "LogSteps == " + tuple(IntStream.range(0, count).mapToObj(this::stepNumbers).toList()));
    lines.add("LogNeeds == " + tuple(needs()));
    lines.add("LogBefore == " + tuple(before()));
    lines.add("LogReach == " + tuple(reach()));
    Map<String, Fact> places = places();
    int k = 0;
    List<String> checks = new ArrayList<>();
    for (Fact place : places.values()) {
      k++;
      lines.add("LogValue" + k + " == " + tuple(values(place)));
      checks.add(
          "  /\\ LogValue"
              + k
              + "[i] # <<>> => "
              + source.nextPart(place)
              + " = LogValue"
              + k
              + "[i][1]");
    }
    lines.add("LogAfter(i) ==");
    lines.addAll(checks.isEmpty() ? List.of("  TRUE") : checks);
    lines.add("LogTake(i) ==");
    List<ActionInstance> steps = steps();
    for (int s = 0; s < steps.size(); s++) {
      lines.add("  \\/ " + (s + 1) + " \\in LogSteps[i] /\\ " + source.text(steps.get(s)));
    }
    lines.add("LogEvent ==");
    lines.add(
        "  \\E i \\in logNext .. (IF logNext > " + count + " THEN 0 ELSE LogReach[logNext]) :");
    lines.add("    /\\ i \\notin logAhead /\\ LogNeeds[i] < logNext");
    lines.add("    /\\ LogBefore[i] < logNext \\/ LogBefore[i] \\in logAhead");
    lines.add("    /\\ LogTake(i) /\\ LogAfter(i)");
    lines.add("    /\\ LET taken == logAhead \\cup {i}");
    lines.add("           first == CHOOSE n \\in logNext .. " + (count + 1) + " :");
    lines.add(
        "                      n \\notin taken /\\ \\A m \\in logNext .. (n - 1) : m \\in taken");
    lines.add("       IN logNext' = first /\\ logAhead' = {n \\in taken : n > first}");
    lines.add("LogHidden ==");
    lines.add("  /\\ logNext <= " + count);
    lines.add("  /\\ UNCHANGED <<logNext, logAhead>>");
    List<ActionInstance> hidden =
        spec.actions().stream()
            .filter(action -> !log.observed().contains(action.action()))
            .toList();
    if (hidden.isEmpty()) {
      lines.add("  /\\ FALSE");
    } else {
      hidden.forEach(
          action ->
              lines.add(
                  (action == hidden.getFirst() ? "  /\\ \\/ " : "     \\/ ")
                      + source.text(action)));
    }
    lines.add("LogInit == Init /\\ logNext = 1 /\\ logAhead = {}");
    lines.add(
        "LogSpec == LogInit /\\ [][LogEvent \\/ LogHidden]_<<logNext, logAhead, "
            + String.join(", ", spec.vars())
            + ">>");
    lines.add("LogIsNoBehaviour == logNext <= " + count);
    lines.add("====");
    return String.join("\n", lines) + "\n";
  }

  private List<ActionInstance> steps() {
    Set<ActionInstance> steps = new LinkedHashSet<>();
    events.forEach(event -> steps.addAll(event.steps()));
    return List.copyOf(steps);
  }

  private String stepNumbers(int event) {
    List<ActionInstance> all = steps();
    return events.get(event).steps().stream()
        .map(step -> Integer.toString(all.indexOf(step) + 1))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** How many of the first events ended before each began. */
  private List<String> needs() {
    return events.stream().map(event -> Integer.toString(before(event))).toList();
  }

  private int before(LogEvent event) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).end() < event.begin()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The event of the same task before each; 0 if there is none. */
  private List<String> before() {
    List<String> before = new ArrayList<>();
    for (LogEvent event : events) {
      int found = 0;
      for (int i = 0; i < events.size(); i++) {
        LogEvent other = events.get(i);
        if (other.task().equals(event.task())
            && other.line() < event.line()
            && (found == 0 || events.get(found - 1).line() < other.line())) {
          found = i + 1;
        }
      }
      before.add(Integer.toString(found));
    }
    return before;
  }

  /** The last event that may be taken while a given one is the first that has not been. */
  private List<String> reach() {
    int[] reach = new int[events.size()];
    for (int i = 0; i < events.size(); i++) {
      int from = before(events.get(i)); // once so many are taken
      for (int n = from; n <= i; n++) {
        reach[n] = Math.max(reach[n], i + 1);
      }
    }
    return IntStream.of(reach).mapToObj(Integer::toString).toList();
  }

  private Map<String, Fact> places() {
    Map<String, Fact> places = new LinkedHashMap<>();
    events.forEach(event -> event.after().forEach(fact -> places.putIfAbsent(fact.place(), fact)));
    return places;
  }

  private List<String> values(Fact place) {
    return events.stream()
        .map(
            event ->
                event.after().stream()
                    .filter(fact -> fact.place().equals(place.place()))
                    .findFirst()
                    .map(fact -> "<<" + source.text(fact.value()) + ">>")
                    .orElse("<<>>"))
        .toList();
  }

  private static String tuple(List<String> elements) {
    StringBuilder text = new StringBuilder("<<");
    int column = text.length();
    for (int i = 0; i < elements.size(); i++) {
      String element = elements.get(i) + (i + 1 < elements.size() ? ", " : "");
      if (column + element.length() > 96) {
        text.append("\n  ");
        column = 2;
      }
      text.append(element);
      column += element.length();
    }
    return text.append(">>").toString();
  }
}
