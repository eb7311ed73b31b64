package org.mmucheck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.tlc.Coverage;
import org.mmucheck.tlc.StateSpaces;

/**
 * What of its module a model never takes, each with the reason: another model of the module that
 * does take it. What no model takes has no place in the module.
 *
 * @param actions how many actions the module has
 * @param untaken each untaken action or skipped part in words, with the model that takes it; empty
 *     where none does
 */
record CoverageReport(Model model, int actions, Map<String, String> untaken) {

  /** Measures; asks one model of the module after the other until everything is taken. */
  static CoverageReport of(Measurements measurements, Catalog catalog, Model model)
      throws InterruptedException {
    Coverage coverage = measurements.of(model);
    List<String> source = source(model.source().moduleFile());
    Map<String, String> untaken = new LinkedHashMap<>();
    words(coverage, source).forEach(words -> untaken.put(words, ""));
    Coverage left = coverage;
    for (Model other : catalog.models()) {
      if (left.isComplete()) {
        break;
      }
      if (!other.equals(model)
          && other.module().equals(model.module())
          && other.tier().equals("quick")) {
        Coverage less = left.minus(measurements.of(other));
        List<String> still = words(less, source);
        words(left, source).stream()
            .filter(words -> !still.contains(words))
            .forEach(words -> untaken.put(words, other.name()));
        left = less;
      }
    }
    return new CoverageReport(model, coverage.taken().size() + coverage.untaken().size(), untaken);
  }

  /** Runs each state space once, however many models and reports ask for it. */
  static final class Measurements {
    private final ProgressLine line;
    private final Map<String, Coverage> bySpace = new HashMap<>();

    Measurements(ProgressLine line) {
      this.line = line;
    }

    private Coverage of(Model model) throws InterruptedException {
      String space = StateSpaces.name(model);
      Coverage measured = bySpace.get(space);
      if (measured == null) {
        line.show("coverage of " + model.name());
        measured = Coverage.measure(model);
        bySpace.put(space, measured);
      }
      return measured;
    }
  }

  /** What no model of the module takes. */
  List<String> never() {
    return untaken.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> words(Coverage coverage, List<String> source) {
    List<String> words = new ArrayList<>(coverage.untaken());
    coverage
        .skipped()
        .forEach(
            part ->
                words.add(
                    "line %d, column %d: %s"
                        .formatted(part.line(), part.column(), text(part, source))));
    return words;
  }

  /** The part's first line. */
  private static String text(Coverage.Part part, List<String> source) {
    String line = source.get(part.line() - 1);
    int end = part.endLine() == part.line() ? part.endColumn() : line.length();
    String more = part.endLine() == part.line() ? "" : " ...";
    return line.substring(part.column() - 1, end).strip() + more;
  }

  private static List<String> source(Path module) {
    try {
      return Files.readAllLines(module);
    } catch (IOException e) {
      throw new InputException(module.toString(), "", "cannot be read: " + e.getMessage());
    }
  }
}
