package org.mmucheck.mutants.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.conform.ConformReport;
import org.mmucheck.conform.Conformer;
import org.mmucheck.conform.Divergence;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.Exploration;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.tlc.TlcOptions;

/**
 * The state graphs that code is led through, explored once and kept, by module.
 *
 * <p>Concurrency: of one thread.
 */
final class Arena implements AutoCloseable {
  private final Map<String, List<List<Model>>> spaces = new LinkedHashMap<>(); // by module
  private final Map<List<Model>, Exploration> explored = new LinkedHashMap<>();

  /**
   * @param models right designs that explore little, and so many of them a module
   */
  Arena(List<Model> models, int perModule, long mostStates) {
    Map<String, List<Model>> right = new LinkedHashMap<>();
    for (Model model : models) {
      Long states = model.expected().distinctStates();
      boolean isSmall = states != null && states <= mostStates;
      if (isSmall && model.induction() == null && model.expected().result() == Result.SUCCESS) {
        right.computeIfAbsent(model.module(), module -> new ArrayList<>()).add(model);
      }
    }
    right.forEach((module, all) -> spaces.put(module, chosen(StateSpaces.of(all), perModule)));
  }

  /**
   * Those in which most is different: each time the one with the most lines of a configuration that
   * no other has, and of several the smallest. Two tasks race in few models, and those are not the
   * smallest.
   *
   * @return the smallest first
   */
  static List<List<Model>> chosen(List<List<Model>> all, int most) {
    List<List<Model>> left = new ArrayList<>(all);
    left.sort(Comparator.comparing(Arena::size));
    List<List<Model>> chosen = new ArrayList<>();
    Set<String> met = new HashSet<>();
    while (chosen.size() < most && !left.isEmpty()) {
      List<Model> next =
          Collections.max(left, Comparator.comparing(space -> unmet(space, met).size()));
      left.remove(next);
      chosen.add(next);
      met.addAll(unmet(next, met));
    }
    chosen.sort(Comparator.comparing(Arena::size));
    return List.copyOf(chosen);
  }

  private static Set<String> unmet(List<Model> space, Set<String> met) {
    return space
        .getFirst()
        .config()
        .lines()
        .filter(line -> line.contains(" = ") && !met.contains(line))
        .collect(Collectors.toSet());
  }

  private static long size(List<Model> space) {
    return space.stream()
        .mapToLong(
            model -> {
              Long states = model.expected().distinctStates();
              return states == null ? 0 : states;
            })
        .max()
        .orElse(0);
  }

  /** The modules with graphs. */
  List<String> modules() {
    return List.copyOf(spaces.keySet());
  }

  /** The groups of models of a module, the smallest graph first. */
  List<List<Model>> spaces(String module) {
    return spaces.getOrDefault(module, List.of());
  }

  /**
   * Leads code through a graph.
   *
   * @return what is different; null if it conforms
   */
  @Nullable Kill lead(List<Model> space, Adapter adapter) throws Exception {
    Exploration known = explored.get(space);
    if (known == null) {
      known = Exploration.of(space, TlcOptions.oneWorker());
      explored.put(space, known);
    }
    String name = space.getFirst().name();
    ConformReport report =
        Conformer.conform(known.spec(), StateSpaces.invariants(space), known.graph(), adapter, 1);
    Divergence divergence = report.divergence();
    if (divergence != null) {
      return new Kill(
          Layer.CONFORM,
          name,
          "%s: code and spec disagree at step %d, %s: %s is %s in the spec, %s in the code"
              .formatted(
                  name,
                  divergence.step(),
                  divergence.action(),
                  divergence.variable(),
                  divergence.spec(),
                  divergence.code()));
    }
    return report.conforms()
        ? null
        : new Kill(Layer.CONFORM, name, name + ": the code has states that the spec has not");
  }

  @Override
  public void close() {
    explored.values().forEach(Exploration::close);
  }
}
