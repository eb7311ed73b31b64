package org.mmucheck.tlc;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.catalog.Model;

/**
 * What of a module's next-state relation TLC has evaluated, as it reports with {@code -coverage}:
 * its actions, and their parts as finely as TLC counts them, which is not within {@code x' = ...}.
 *
 * @param taken the actions that were taken
 * @param untaken the actions that never were
 * @param skipped the parts of taken actions that were never evaluated; parts of these are left out
 * @param unevaluated the parts of all actions that were never evaluated
 */
public record Coverage(
    Set<String> taken, Set<String> untaken, Set<Part> skipped, Set<Part> unevaluated) {
  private static final Pattern ACTION = Pattern.compile("<(\\w+) line .*>: (\\d+):(\\d+)");
  private static final Pattern PART =
      Pattern.compile(
          "\\s*(\\|*)line (\\d+), col (\\d+) to line (\\d+), col (\\d+) of module (\\w+):"
              + " (\\d+).*");

  /** A part of a module, from its first to its last character; lines and columns from 1. */
  public record Part(String module, int line, int column, int endLine, int endColumn)
      implements Comparable<Part> {
    @Override
    public int compareTo(Part other) {
      int modules = module.compareTo(other.module);
      int lines = modules != 0 ? modules : Integer.compare(line, other.line);
      int columns = lines != 0 ? lines : Integer.compare(column, other.column);
      int ends = columns != 0 ? columns : Integer.compare(other.endLine, endLine);
      return ends != 0 ? ends : Integer.compare(other.endColumn, endColumn);
    }

    boolean contains(Part inner) {
      return module.equals(inner.module)
          && (line < inner.line || (line == inner.line && column <= inner.column))
          && (endLine > inner.endLine
              || (endLine == inner.endLine && endColumn >= inner.endColumn));
    }
  }

  public Coverage {
    taken = Set.copyOf(taken);
    untaken = new TreeSet<>(untaken);
    skipped = new TreeSet<>(skipped);
    unevaluated = new TreeSet<>(unevaluated);
  }

  /**
   * Runs a model, past a failure to its end.
   *
   * @throws TlcException if TLC does not come to its end
   * @throws InterruptedException if the calling thread is interrupted; the process has ended then
   */
  public static Coverage measure(Model model) throws InterruptedException {
    return new ExternalTlc(IsolatedLoader.tlcJar()).coverage(model);
  }

  /**
   * Reads TLC's report. A part that several actions share counts if one of them evaluates it. TLC
   * leaves out the parts of a part that were evaluated as often as it was, so one with none below
   * it stands for all that it contains, and for the definitions that it calls.
   */
  static Coverage of(List<String> lines, Definitions definitions) {
    Map<String, Boolean> actions = new LinkedHashMap<>();
    Set<Part> evaluated = new LinkedHashSet<>();
    Set<Part> whole = new LinkedHashSet<>();
    Set<Part> never = new TreeSet<>();
    Set<Part> neverInTaken = new TreeSet<>();
    boolean inTaken = false;
    for (int i = 0; i < lines.size(); i++) {
      Matcher action = ACTION.matcher(lines.get(i));
      Matcher at = PART.matcher(lines.get(i));
      if (action.matches()) {
        inTaken = !action.group(3).equals("0");
        actions.merge(action.group(1), inTaken, Boolean::logicalOr);
      } else if (at.matches()) {
        Part part =
            new Part(at.group(6), number(at, 2), number(at, 3), number(at, 4), number(at, 5));
        boolean isNever = at.group(7).equals("0");
        (isNever ? never : evaluated).add(part);
        if (isNever && inTaken) {
          neverInTaken.add(part);
        }
        boolean hasInner = i + 1 < lines.size() && depth(lines.get(i + 1)) > depth(lines.get(i));
        if (!isNever && !hasInner) {
          whole.add(part);
          whole.addAll(definitions.calledIn(part));
        }
      }
    }
    Predicate<Part> isEvaluated =
        part ->
            evaluated.contains(part) || whole.stream().anyMatch(around -> around.contains(part));
    never.removeIf(isEvaluated);
    neverInTaken.removeIf(isEvaluated);
    Set<String> taken = new LinkedHashSet<>(actions.keySet());
    taken.removeIf(name -> !actions.getOrDefault(name, false));
    Set<String> untaken = new LinkedHashSet<>(actions.keySet());
    untaken.removeAll(taken);
    return new Coverage(taken, untaken, outermost(neverInTaken), never);
  }

  private static int depth(String line) {
    Matcher at = PART.matcher(line);
    return at.matches() ? at.group(1).length() : -1;
  }

  /** What neither this nor the other has taken or evaluated, of what this has not. */
  public Coverage minus(Coverage other) {
    Set<String> stillUntaken = new TreeSet<>(untaken);
    stillUntaken.removeAll(other.taken);
    Set<Part> stillSkipped = new TreeSet<>(skipped);
    stillSkipped.removeIf(part -> !other.unevaluated.contains(part));
    return new Coverage(taken, stillUntaken, stillSkipped, unevaluated);
  }

  /** Whether everything was taken and evaluated. */
  public boolean isComplete() {
    return untaken.isEmpty() && skipped.isEmpty();
  }

  private static Set<Part> outermost(Set<Part> parts) {
    Set<Part> kept = new TreeSet<>();
    for (Part part : parts) {
      if (parts.stream().noneMatch(other -> !other.equals(part) && other.contains(part))) {
        kept.add(part);
      }
    }
    return kept;
  }

  private static int number(Matcher match, int group) {
    return Integer.parseInt(match.group(group));
  }
}
